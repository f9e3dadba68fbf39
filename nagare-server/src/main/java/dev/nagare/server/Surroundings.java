package dev.nagare.server;

import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator.SplittableGenerator;

/**
 * What a server takes from outside besides sockets.
 *
 * @param nanoTime a clock that only moves forward, in nanoseconds
 * @param clock the time of day
 * @param random where request ids come from; each event loop splits off its own
 */
record Surroundings(LongSupplier nanoTime, InstantSource clock, SplittableGenerator random) {
    static Surroundings system() {
        return new Surroundings(System::nanoTime, InstantSource.system(), new SplittableRandom());
    }
}
