package dev.mtasts.spec;

import java.util.Locale;
import java.util.Optional;

/**
 * The named checks of a plan that a user can allow, by {@code allow:} in the spec or {@code
 * --allow} on the command line.
 */
public enum Guard {
  /** Something differs from the spec and nothing says that this tool made it. */
  NOT_OURS(true),
  /** More than one STSv1 record at {@code _mta-sts}: senders see no policy (RFC 8461 §3.1). */
  SEVERAL_RECORDS(true),
  /** The policy is to be served from another place than before. */
  HOST_MOVE(true),
  /** A domain with {@code protect: true} would lose something. */
  PROTECTED(true),
  /** The spec has no domain, the ledger has some. */
  ALL_DOMAINS_GONE(true),
  /** A domain would be deleted at once, while senders may hold its policy (RFC 8461 §8.3). */
  DESTROY(true),
  /** DNS sends mail to a host that the policy does not cover (RFC 8461 §4.1). */
  ENFORCE_MX_MISMATCH(true),
  /** The policy stops covering a host that DNS still sends mail to. */
  MX_DROPPED_STILL_LIVE(true),
  /** The policy host has no address and gets none: the policy cannot be served. */
  HOST_UNREACHABLE(true),
  /** CAA records forbid the certificate that is to be asked for (RFC 8659). */
  CAA_FORBIDS(true),
  /** A first publication in mode enforce. */
  ENFORCE_UNTESTED(false),
  /** max_age grows: senders keep the policy longer, so mistakes last longer. */
  MAX_AGE_INCREASE(false),
  /** max_age is under a day: some senders ignore such a policy. */
  MAX_AGE_SHORT(false),
  /** max_age is over 31536000: one large sender falls back to a day. */
  MAX_AGE_LONG(false),
  /** No TLSRPT record: failures are reported to nobody. */
  NO_TLSRPT(false);

  private final boolean error;

  Guard(boolean error) {
    this.error = error;
  }

  /** Whether the plan cannot be applied until the guard is allowed; else it only warns. */
  public boolean isError() {
    return error;
  }

  /** The name in specs and plans, such as {@code not-ours}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The guard of that name. */
  public static Optional<Guard> of(String word) {
    for (Guard guard : values()) {
      if (guard.word().equals(word)) {
        return Optional.of(guard);
      }
    }
    return Optional.empty();
  }

  @Override
  public String toString() {
    return word();
  }
}
