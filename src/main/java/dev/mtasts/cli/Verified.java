package dev.mtasts.cli;

import dev.mtasts.policy.DomainName;
import dev.mtasts.spec.Location;
import dev.mtasts.verify.Check;
import dev.mtasts.verify.Checks;
import dev.mtasts.verify.Facts;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a run of {@code verify} found.
 *
 * @param at when it ended
 * @param domains in the order of the command line, or by name where they come from a spec
 */
record Verified(Instant at, List<Domain> domains) {
  Verified {
    domains = List.copyOf(domains);
  }

  /**
   * One domain.
   *
   * @param name its name
   * @param checks by rule
   * @param facts what they rest on
   * @param location where it stands in the spec, if it came with one
   */
  record Domain(DomainName name, List<Check> checks, Facts facts, Optional<Location> location) {
    Check.Status worst() {
      return Checks.worst(checks);
    }
  }

  /** Domains whose gravest check is this. */
  long domains(Check.Status worst) {
    return domains.stream().filter(domain -> domain.worst() == worst).count();
  }

  /** Checks that came out so, over all domains. */
  long checks(Check.Status status) {
    return domains.stream()
        .flatMap(domain -> domain.checks().stream())
        .filter(check -> check.status() == status)
        .count();
  }

  /** Whether anything at all could be looked at. */
  boolean blind() {
    return domains.stream()
        .flatMap(domain -> domain.checks().stream())
        .allMatch(check -> check.status() == Check.Status.COULD_NOT_CHECK);
  }

  int exit() {
    if (checks(Check.Status.ERROR) > 0) {
      return Exit.INVALID;
    }
    return blind() ? Exit.FAILED : Exit.OK;
  }

  /** The last line of a text. */
  String closing() {
    if (blind()) {
      return "Nothing could be checked.";
    }
    StringBuilder out = new StringBuilder("Verified ").append(counted(domains.size(), "domain"));
    out.append(": ").append(counted(checks(Check.Status.ERROR), "error")).append(", ");
    out.append(counted(checks(Check.Status.WARNING), "warning"));
    long unknown = checks(Check.Status.COULD_NOT_CHECK);
    if (unknown > 0) {
      out.append(", ").append(unknown).append(" could not be checked");
    }
    return out.append('.').toString();
  }

  private static String counted(long count, String word) {
    return count + " " + word + (count == 1 ? "" : "s");
  }
}
