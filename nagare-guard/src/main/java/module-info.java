/** Moderates a stream while it streams. */
module dev.nagare.guard {
    requires static transitive org.jspecify;
    requires transitive dev.nagare.engine;

    exports dev.nagare.guard;
}
