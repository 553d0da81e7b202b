package dev.mtasts.plan;

import dev.mtasts.ledger.Caches;
import dev.mtasts.ledger.DomainEntry;
import dev.mtasts.policy.Mode;
import dev.mtasts.policy.Policy;
import dev.mtasts.policy.PolicyParser;
import dev.mtasts.spec.DomainSpec;
import dev.mtasts.spec.Guard;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What a policy's author should know before senders do. */
final class PolicyRemarks {
  private static final long DAY = 86_400;
  private static final long COMMON_YEAR = 31_536_000;

  private PolicyRemarks() {}

  static void on(
      DomainSpec spec, DomainEntry entry, Optional<String> liveBody, Instant now, Remarks remarks) {
    Policy wanted = spec.policy();
    if (wanted.mode() == Mode.NONE) {
      return;
    }
    Optional<Policy> live = liveBody.flatMap(PolicyParser::policy);
    back(wanted, entry, live, now, remarks);
    if (spec.rollout().map(way -> way.stages().size() == 1).orElse(false)
        && wanted.mode() == Mode.TESTING) {
      remarks.note(
          "The rollout goes no further than testing, because the policy says mode: testing.",
          "To go on, take policy.mode away, be it the domain's own, its profile's or that of defaults;"
              + " or set the domain's to enforce.");
    }
    if (live.isEmpty() && entry.issued() == null && wanted.mode() == Mode.ENFORCE) {
      remarks.guard(
          Guard.ENFORCE_UNTESTED,
          "The first policy of this domain is in mode enforce: a mistake in it stops mail.",
          "Begin with mode testing and read the TLSRPT reports.");
    }
    boolean grows = live.isPresent() && live.get().maxAge() < wanted.maxAge();
    if (grows && spec.rollout().isEmpty()) {
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

  /** Going back is always allowed; caches go back later. */
  private static void back(
      Policy wanted, DomainEntry entry, Optional<Policy> live, Instant now, Remarks remarks) {
    boolean enforced =
        live.or(() -> Published.policy(entry))
            .map(policy -> policy.mode() == Mode.ENFORCE)
            .orElse(false);
    if (enforced && wanted.mode() == Mode.TESTING) {
      Instant until =
          Caches.horizon(entry, now)
              .orElseGet(() -> now.plus(live.map(Caches::kept).orElse(Duration.ZERO)));
      remarks.note(
          "The policy goes back from enforce to testing. Senders that look at the id follow within"
              + " the record's TTL; others go on enforcing what they hold, until "
              + until
              + " at the latest.",
          "Keep the hosts and certificates that the enforced policy needs until then.");
    }
  }
}
