package dev.mtasts.cli;

import dev.mtasts.provider.DiskFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A report that the user asked for with {@code --report FORMAT=PATH}.
 *
 * @param format what it looks like
 * @param path where it goes
 */
record Report(Format format, Path path) {
  /** What a report looks like. */
  enum Format {
    /** As on a terminal, without colours. */
    TEXT,
    /** For a pull request. */
    MARKDOWN,
    /** As {@code --json}. */
    JSON,
    /** For a GitLab merge request: {@code artifacts:reports:terraform}. */
    GITLAB,
    /** For code scanning: SARIF 2.1.0. */
    SARIF,
    /** For whatever shows test results: JUnit's XML. */
    JUNIT
  }

  /** What there is of a plan. */
  static final Set<Format> OF_PLANS =
      EnumSet.of(Format.TEXT, Format.MARKDOWN, Format.JSON, Format.GITLAB);

  /** What there is of live checks. */
  static final Set<Format> OF_CHECKS =
      EnumSet.of(Format.TEXT, Format.MARKDOWN, Format.JSON, Format.SARIF, Format.JUNIT);

  /** What there is of many domains at once: their drift, their standing. */
  static final Set<Format> OF_FLEETS = EnumSet.of(Format.TEXT, Format.MARKDOWN, Format.JSON);

  /** Formats as a sentence lists them. */
  static String words(Set<Format> formats) {
    List<String> words = formats.stream().map(one -> one.name().toLowerCase(Locale.ROOT)).toList();
    int last = words.size() - 1;
    return String.join(", ", words.subList(0, last)) + " or " + words.get(last);
  }

  static Optional<Report> parse(String text, Path cwd) {
    int equals = text.indexOf('=');
    if (equals <= 0 || equals == text.length() - 1) {
      return Optional.empty();
    }
    String word = text.substring(0, equals).toUpperCase(Locale.ROOT);
    for (Format format : Format.values()) {
      if (format.name().equals(word)) {
        return Optional.of(new Report(format, cwd.resolve(text.substring(equals + 1))));
      }
    }
    return Optional.empty();
  }

  void write(String content) {
    try {
      Path parent = path.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.writeString(path, content, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new CommandFailure(
          Exit.FAILED,
          "Tried to write the report "
              + path
              + " but failed because "
              + DiskFailure.reason(e)
              + ". Nothing else is affected. Name a path that can be written.");
    }
  }
}
