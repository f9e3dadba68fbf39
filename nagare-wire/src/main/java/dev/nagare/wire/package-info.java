/**
 * The values of OpenAI's chat-completions and completions API and their JSON form.
 *
 * <p>Every value is an immutable record. A component that may be absent is {@code @Nullable}. The last component,
 * {@code additional}, keeps the members of the JSON object that no other component holds: members that this version
 * does not know, and known nullable members that were present as {@code null}. So a value that was read and is written
 * again says what it said, and an older program loses nothing that a newer server sent.
 *
 * <p>What is normalised: white space, the notation of numbers, escapes in strings (an escaped surrogate whose partner
 * comes neither with it nor in the stream's next chunk becomes U+FFFD), and the order of members where it differs from the original service's.
 *
 * <p>Everything here may be used by any number of threads, except the accumulators, the
 * builders and the encoders and decoders of one stream, which belong to one.
 */
@NullMarked
package dev.nagare.wire;

import org.jspecify.annotations.NullMarked;
