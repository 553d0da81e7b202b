package dev.mtasts.plan;

import dev.mtasts.policy.DomainName;
import dev.mtasts.provider.Address;
import dev.mtasts.provider.Change;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is not as the ledger has it, or is not served as its place has it.
 *
 * @param kind who differs from whom
 * @param address the thing
 * @param provider the name of the provider that has it
 * @param change from what the ledger has (for {@link Kind#SERVED_DIFFERS}: what the file has) to
 *     what is live; null where there is nothing to compare
 * @param detail more about it, such as who answered; "" for nothing
 */
public record Difference(
    Kind kind, Address address, String provider, @Nullable Change<?> change, String detail) {
  /** Who differs from whom. */
  public enum Kind {
    /** Somebody edited the file; senders that know the id do not notice. */
    FILE_CHANGED("file changed, id same"),
    /** Somebody edited the record's id; senders fetch what they know already. */
    ID_CHANGED("id changed, file same"),
    /** Somebody published another policy. */
    BOTH_CHANGED("file and id changed"),
    /** The record says the same id otherwise, or nothing that a sender takes. */
    RECORD_CHANGED("record changed"),
    /** Senders act as if there were none (RFC 8461 §3.1). */
    SECOND_RECORD("second record appeared"),
    /** Its time to live. */
    TTL_CHANGED("TTL changed"),
    /** The policy file is gone. */
    FILE_REMOVED("file removed"),
    /** The MTA-STS record is gone. */
    RECORD_REMOVED("record removed"),
    /** Where the policy host is. */
    ADDRESS_CHANGED("address changed"),
    /** The policy host has no such address any more. */
    ADDRESS_REMOVED("address removed"),
    /** What answers HTTPS. */
    HOST_CHANGED("host changed"),
    /** Nothing answers HTTPS any more. */
    HOST_REMOVED("host removed"),
    /** The host's certificate does not exist any more. */
    CERTIFICATE_GONE("certificate gone"),
    /** There is another certificate in its place. */
    CERTIFICATE_CHANGED("certificate changed"),
    /** The record that proves the name to the certificate's authority. */
    PROOF_CHANGED("certificate's proof changed"),
    /** A stale cache, or another host, answers. */
    SERVED_DIFFERS("served body differs from the file"),
    /** A sender gets no policy there. */
    NOT_SERVED("policy is not served"),
    /** Where reports go. */
    TLSRPT_CHANGED("TLSRPT changed"),
    /** Reports go nowhere. */
    TLSRPT_REMOVED("TLSRPT removed");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    /** For people. */
    public String text() {
      return text;
    }

    /** For programs, such as {@code file-changed}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** The mail domain. */
  public DomainName domain() {
    return address.domain();
  }
}
