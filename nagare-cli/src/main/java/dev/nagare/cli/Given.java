package dev.nagare.cli;

/**
 * One value that someone gave to a setting, as text.
 *
 * @param place where it stands
 * @param text the text
 */
record Given(Place place, String text) {}
