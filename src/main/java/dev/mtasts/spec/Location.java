package dev.mtasts.spec;

/**
 * A place in a spec.
 *
 * @param file as the user named it
 * @param line counted from 1
 * @param column counted from 1
 * @param path the keys that lead there, such as {@code domains/acme.example/policy}
 */
public record Location(String file, int line, int column, String path) {}
