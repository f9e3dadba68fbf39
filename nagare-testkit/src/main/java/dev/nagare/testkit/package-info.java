/**
 * For those who test streaming code: a {@linkplain dev.nagare.testkit.ScriptedEngine scripted engine}, the
 * {@linkplain dev.nagare.testkit.EngineContract engine contract} as tests, a
 * {@linkplain dev.nagare.testkit.FaultyServer server} that breaks in {@linkplain dev.nagare.testkit.Fault named ways}, and
 * {@linkplain dev.nagare.testkit.Scenario every known way} of servers as a response with its right reading.
 */
@NullMarked
package dev.nagare.testkit;

import org.jspecify.annotations.NullMarked;
