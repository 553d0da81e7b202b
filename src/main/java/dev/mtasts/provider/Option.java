package dev.mtasts.provider;

import org.jspecify.annotations.Nullable;

/**
 * One key of an adapter's YAML block, as the spec reader checks it and the JSON Schema shows it.
 *
 * @param name the key
 * @param type how its value reads
 * @param required whether it must be given
 * @param fallback the value where it is not given, in the form the YAML would have; null for none
 * @param about one sentence for the schema and the docs
 */
public record Option(
    String name, Type type, boolean required, @Nullable String fallback, String about) {
  /** How a value reads, and what {@link Settings} gives back. */
  public enum Type {
    /** Any text that is not empty. */
    TEXT,
    /** A path, relative to the spec's folder. */
    PATH,
    /** An absolute http or https URI without path, query or user. */
    ENDPOINT,
    /** {@code {env: NAME}} or {@code {file: PATH}}, never the secret itself. */
    SECRET,
    /** {@code true} or {@code false}. */
    FLAG
  }

  /** A key that must be given. */
  public static Option required(String name, Type type, String about) {
    return new Option(name, type, true, null, about);
  }

  /** A key that may be left out. */
  public static Option optional(String name, Type type, String about) {
    return new Option(name, type, false, null, about);
  }

  /** A key with a value for when it is left out. */
  public static Option withDefault(String name, Type type, String fallback, String about) {
    return new Option(name, type, false, fallback, about);
  }
}
