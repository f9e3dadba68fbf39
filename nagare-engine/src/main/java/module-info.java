/** The contract between whoever makes chunks and whoever takes them. */
module dev.nagare.engine {
    requires static transitive org.jspecify;
    requires transitive dev.nagare.wire;

    exports dev.nagare.engine;
}
