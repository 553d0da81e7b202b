package dev.mtasts.plan;

import dev.mtasts.ledger.DomainEntry;
import dev.mtasts.policy.Mode;
import dev.mtasts.policy.Policy;
import dev.mtasts.policy.PolicyParser;
import dev.mtasts.spec.DomainSpec;
import dev.mtasts.spec.Guard;
import java.util.Optional;

/** What a policy's author should know before senders do. */
final class PolicyRemarks {
  private static final long DAY = 86_400;
  private static final long COMMON_YEAR = 31_536_000;

  private PolicyRemarks() {}

  static void on(DomainSpec spec, DomainEntry entry, Optional<String> liveBody, Remarks remarks) {
    Policy wanted = spec.policy();
    if (wanted.mode() == Mode.NONE) {
      return;
    }
    Optional<Policy> live = liveBody.flatMap(body -> PolicyParser.policy(body));
    if (live.isEmpty() && entry.issued() == null && wanted.mode() == Mode.ENFORCE) {
      remarks.guard(
          Guard.ENFORCE_UNTESTED,
          "The first policy of this domain is in mode enforce: a mistake in it stops mail.",
          "Begin with mode testing and read the TLSRPT reports.");
    }
    if (live.isPresent() && live.get().maxAge() < wanted.maxAge()) {
      remarks.guard(
          Guard.MAX_AGE_INCREASE,
          "max_age grows from "
              + live.get().maxAge()
              + " to "
              + wanted.maxAge()
              + " s: senders keep this policy longer, and a mistake in it as well.",
          "");
    }
    if (wanted.maxAge() < DAY) {
      remarks.guard(
          Guard.MAX_AGE_SHORT,
          "max_age is " + wanted.maxAge() + " s; some senders ignore a policy under a day.",
          "");
    }
    if (wanted.maxAge() > COMMON_YEAR) {
      remarks.guard(
          Guard.MAX_AGE_LONG,
          "max_age is " + wanted.maxAge() + " s; one large sender takes more than a year as a day.",
          "Use at most 52w.");
    }
    if (spec.tlsRpt().isEmpty()) {
      remarks.guard(
          Guard.NO_TLSRPT,
          "The domain has no tls_rpt, so senders report failures to nobody.",
          "Add tls_rpt: { rua: [\"mailto:…\"] } (RFC 8460).");
    }
  }
}
