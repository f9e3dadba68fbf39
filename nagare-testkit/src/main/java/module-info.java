/** For those who test streaming code: a scripted engine, the engine contract as tests, a manual clock. */
module dev.nagare.testkit {
    requires static transitive org.jspecify;
    requires transitive dev.nagare.engine;
    requires static transitive org.junit.jupiter.api;
    requires static org.assertj.core;

    exports dev.nagare.testkit;
}
