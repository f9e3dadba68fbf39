/** An engine that generates answers from a GGUF file on the CPU. */
module dev.nagare.local {
    requires static transitive org.jspecify;
    requires transitive dev.nagare.engine;
    // Optional: without it the scalar kernels run.
    requires static jdk.incubator.vector;

    exports dev.nagare.local;
}
