package dev.nagare.client;

import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Time and chance, as a client sees them.
 *
 * @param nanos the time in nanoseconds
 * @param watchdog who watches over deadlines and pauses by that time
 * @param random numbers from 0 to below 1
 */
record ClientTime(LongSupplier nanos, Watchdog watchdog, DoubleSupplier random) {
    /** The real ones. */
    static final ClientTime SYSTEM = new ClientTime(
            System::nanoTime, Watchdog.SHARED, () -> ThreadLocalRandom.current().nextDouble());

    /** The time in nanoseconds. */
    long now() {
        return nanos.getAsLong();
    }
}
