/**
 * Runs many sequences at once: one thread steps them together, and they join and leave between steps.
 *
 * <p>{@link dev.nagare.local.schedule.Scheduler} is the door.
 */
@NullMarked
package dev.nagare.local.schedule;

import org.jspecify.annotations.NullMarked;
