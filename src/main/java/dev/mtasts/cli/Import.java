package dev.mtasts.cli;

import dev.mtasts.verify.Check;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * What a run of {@code import} found.
 *
 * @param at when it ended
 * @param domains in the order of the command line
 */
record Import(Instant at, List<Imported> domains) {
  Import {
    domains = List.copyOf(domains);
  }

  static Import of(Verified verified) {
    return new Import(verified.at(), verified.domains().stream().map(ImportReader::read).toList());
  }

  int exit() {
    return domains.stream().allMatch(one -> one.policy().isPresent()) ? Exit.OK : Exit.FAILED;
  }

  /** Says, one line a domain, what is wrong with what is live. */
  void warn(PrintWriter err) {
    for (Imported domain : domains) {
      if (domain.policy().isEmpty()) {
        err.println(
            "Error: "
                + domain.name()
                + ": no policy to import: "
                + Harmless.line(domain.missing()));
      } else {
        domain.troubles().stream()
            .filter(check -> check.status() != Check.Status.COULD_NOT_CHECK)
            .max(Comparator.comparing(Check::status))
            .ifPresent(worst -> err.println(warning(domain, worst)));
      }
    }
    err.flush();
  }

  private static String warning(Imported domain, Check worst) {
    long errors = domain.count(Check.Status.ERROR);
    long warnings = domain.count(Check.Status.WARNING);
    String subject = worst.subject().isEmpty() ? "" : worst.subject() + ": ";
    return "Warning: "
        + domain.name()
        + ": what is live has "
        + counted(errors, "error")
        + " and "
        + counted(warnings, "warning")
        + "; "
        + worst.rule().word()
        + ": "
        + Harmless.line(subject + worst.seen());
  }

  private static String counted(long count, String word) {
    return count + " " + word + (count == 1 ? "" : "s");
  }
}
