package dev.mtasts.policy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a policy file says, as far as it could be read, with every fault found in it.
 *
 * @param version the first {@code version} value, if any
 * @param mode the first {@code mode} value as written
 * @param mx the {@code mx} values as written, in order
 * @param maxAge the first {@code max_age} value where it is a number of at most ten digits
 * @param extensions unknown fields, the first of each name, in order; {@code id} among them
 * @param findings errors and warnings, by line
 */
public record PolicyText(
    @Nullable String version,
    @Nullable String mode,
    List<String> mx,
    @Nullable Long maxAge,
    Map<String, String> extensions,
    List<Finding> findings) {

  /** The extension field that carries the record's id, as this tool writes it. */
  public static final String ID = "id";

  /** Whether a sender that follows the grammar accepts the file. */
  public boolean valid() {
    return findings.stream().noneMatch(Finding::isError);
  }

  /** The policy, where the file is valid. */
  public Optional<Policy> policy() {
    if (!valid() || mode == null || maxAge == null) {
      return Optional.empty();
    }
    List<MxPattern> patterns = mx.stream().map(MxPattern::parse).toList();
    return Optional.of(new Policy(Mode.of(mode).orElseThrow(), patterns, maxAge));
  }

  /** The id in the file, where it has one that a record could carry. */
  public Optional<PolicyId> id() {
    String id = extensions.get(ID);
    try {
      return id == null ? Optional.empty() : Optional.of(new PolicyId(id));
    } catch (IllegalArgumentException notAnId) {
      return Optional.empty();
    }
  }
}
