package dev.nagare.local.gguf;

/**
 * Where a metadata value lies in the file; its extent has been checked, its content is decoded when it is asked for.
 *
 * @param type the value's type
 * @param elementType the type of an array's elements; the value's own otherwise
 * @param offset the first byte of the value, or of an array's first element
 * @param count the number of an array's elements; 1 otherwise
 */
record GgufValue(GgufType type, GgufType elementType, long offset, long count) {}
