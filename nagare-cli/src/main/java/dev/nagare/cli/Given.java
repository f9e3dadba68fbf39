package dev.nagare.cli;

/**
 * One value that someone gave to a setting, as text.
 *
 * @param place where it stands, for messages: {@code --rpm}, or {@code nagare.yaml:3:6: rpm}
 * @param text the text
 */
record Given(String place, String text) {}
