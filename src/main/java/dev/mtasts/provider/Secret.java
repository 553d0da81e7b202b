package dev.mtasts.provider;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where a secret lies; never the secret. It is looked up when it is needed, so that it is in no
 * record, plan or message.
 *
 * @param kind environment variable or file
 * @param name the variable's name or the file's path, relative to the spec's folder
 */
public record Secret(Kind kind, String name) {
  /** Where secrets may lie. */
  public enum Kind {
    /** An environment variable. */
    ENV,
    /** A file whose trimmed content is the secret. */
    FILE
  }

  /**
   * The secret itself.
   *
   * @throws ProviderException of kind {@code CREDENTIALS} where it is unset, empty or unreadable
   */
  public String reveal(Map<String, String> env, Path base) {
    if (kind == Kind.ENV) {
      String value = env.getOrDefault(name, "").strip();
      if (value.isEmpty()) {
        throw unusable("the environment variable " + name + " is not set", "Set " + name + ".");
      }
      return value;
    }
    try {
      String value = Files.readString(base.resolve(name)).strip();
      if (value.isEmpty()) {
        throw unusable("the file " + name + " is empty", "Put the secret into it.");
      }
      return value;
    } catch (IOException e) {
      throw unusable("the file " + name + " cannot be read", "Check its path and its mode.");
    }
  }

  private static ProviderException unusable(String because, String todo) {
    return new Failure(Failure.Kind.CREDENTIALS, "read a secret", because, todo).asException();
  }
}
