package dev.mtasts.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The text of an MTA-STS TXT record, its strings joined (RFC 8461 §3.1).
 *
 * @param id the first {@code id} value that the grammar allows, if any
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
    List<Finding> findings = new ArrayList<>();
    Map<String, String> extensions = new LinkedHashMap<>();
    String rawId = null;
    for (TxtFields.Field field : TxtFields.split(text, VERSION, line, GRAMMAR, findings).fields()) {
      String name = field.name();
      boolean again = name.equals("id") ? rawId != null : extensions.containsKey(name);
      if (again) {
        findings.add(
            Finding.warning(line, "'" + name + "' is given again; the first counts", GRAMMAR));
      } else if (name.equals("id")) {
        rawId = field.value();
      } else {
        checkExtension(field, line, findings);
        extensions.put(name, field.value());
      }
    }
    PolicyId id = readId(rawId, line, findings);
    return new StsRecord(
        id, java.util.Collections.unmodifiableMap(extensions), List.copyOf(findings));
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

  private static @Nullable PolicyId readId(@Nullable String raw, int line, List<Finding> findings) {
    if (raw == null) {
      findings.add(Finding.error(line, "no 'id' field", GRAMMAR));
      return null;
    }
    try {
      return new PolicyId(raw);
    } catch (IllegalArgumentException e) {
      findings.add(Finding.error(line, String.valueOf(e.getMessage()), GRAMMAR));
      return null;
    }
  }

  private static void checkExtension(TxtFields.Field field, int line, List<Finding> findings) {
    if (!Ascii.extensionName(field.name())) {
      findings.add(Finding.error(line, "'" + field.name() + "' is not a field name", GRAMMAR));
    } else if (!Ascii.recordExtensionValue(field.value())) {
      findings.add(
          Finding.error(line, "'" + field.name() + "' has a value that is not allowed", GRAMMAR));
    }
  }
}
