package dev.mtasts.spec;

/**
 * One thing wrong with a spec.
 *
 * @param location where
 * @param source the line of the spec at fault, as written
 * @param message what is wrong
 * @param hint what to write instead, or "" where there is nothing to add
 */
public record Problem(Location location, String source, String message, String hint) {}
