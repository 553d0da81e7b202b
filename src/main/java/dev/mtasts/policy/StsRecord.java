package dev.mtasts.policy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The text of an MTA-STS TXT record, its strings joined (RFC 8461 §3.1).
 *
 * @param id the first {@code id} where the grammar allows its value
 * @param extensions other fields, the first of each name
 * @param findings errors and warnings
 */
public record StsRecord(
    @Nullable PolicyId id, Map<String, String> extensions, List<Finding> findings) {
  private static final String GRAMMAR = "RFC 8461 §3.1";
  private static final String VERSION = "v=STSv1";

  /** Reads one record. Never throws: what is wrong is in the result. */
  public static StsRecord parse(String text) {
    return parse(text, 1);
  }

  /** Reads the record on line {@code line} of a file. */
  public static StsRecord parse(String text, int line) {
    TxtFields fields = TxtFields.split(text, VERSION, line, GRAMMAR);
    PolicyId id = readId(fields.take("id"), fields);
    Map<String, String> extensions = fields.extensions();
    return new StsRecord(id, extensions, fields.findings());
  }

  /** The record's one canonical text for an id. */
  public static String render(PolicyId id) {
    return VERSION + "; id=" + id + ";";
  }

  /** Whether a sender counts this TXT value at all: others at the name are discarded (§3.1). */
  public static boolean claims(String text) {
    return text.startsWith(VERSION + ";");
  }

  /** Whether the record follows the grammar. */
  public boolean valid() {
    return findings.stream().noneMatch(Finding::isError);
  }

  /** The id, where the whole record is valid. */
  public Optional<PolicyId> validId() {
    return valid() ? Optional.ofNullable(id) : Optional.empty();
  }

  private static @Nullable PolicyId readId(@Nullable String raw, TxtFields fields) {
    if (raw == null) {
      fields.error("no 'id' field");
      return null;
    }
    try {
      return new PolicyId(raw);
    } catch (IllegalArgumentException e) {
      fields.error(String.valueOf(e.getMessage()));
      return null;
    }
  }
}
