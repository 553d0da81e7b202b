package dev.mtasts.verify;

import java.util.List;
import java.util.OptionalInt;

/**
 * What DNS says to one question. Values are in a fixed order of their own, since the order of
 * records in an answer means nothing, so repeated questions agree.
 *
 * @param name the name asked, without the root's dot
 * @param how what kind of answer this is
 * @param values the records of the type asked; some only where {@link How#FOUND}
 * @param aliases where CNAMEs led, in order; the last is where the values were looked for
 * @param authenticated whether the server says that it checked all of the answer by DNSSEC (the AD
 *     flag, RFC 6840 §5.7). Worth as much as the way to that server
 * @param reason why there is no answer, in words; "" where there is one
 * @param ttl the TTL at the name itself, in seconds, where a server told it that has the zone (the
 *     AA flag); what a cache tells is only what is left of it
 */
public record Look<T>(
    String name,
    How how,
    List<T> values,
    List<String> aliases,
    boolean authenticated,
    String reason,
    OptionalInt ttl) {
  /** An answer of which no TTL is known. */
  public Look(
      String name,
      How how,
      List<T> values,
      List<String> aliases,
      boolean authenticated,
      String reason) {
    this(name, how, values, aliases, authenticated, reason, OptionalInt.empty());
  }

  /** Kinds of answers. */
  public enum How {
    /** There are records. */
    FOUND,
    /** The name exists, but has no record of this type. */
    NO_DATA,
    /** There is no such name (NXDOMAIN). */
    NO_NAME,
    /** Nobody could tell: a server's failure, silence, a circle of CNAMEs. */
    UNANSWERED
  }

  /** Copies the lists. */
  public Look {
    values = List.copyOf(values);
    aliases = List.copyOf(aliases);
  }

  static <T> Look<T> unanswered(String name, List<String> aliases, String reason) {
    return new Look<>(name, How.UNANSWERED, List.of(), aliases, false, reason);
  }

  /** Whether there are records. */
  public boolean found() {
    return how == How.FOUND;
  }

  /** Whether nothing is known, not even that there is nothing. */
  public boolean isUnanswered() {
    return how == How.UNANSWERED;
  }

  /**
   * One MX record.
   *
   * @param preference the lower, the sooner tried
   * @param host in lower case without the root's dot; "." where the record is a null MX (RFC 7505).
   *     Not always a host name: DNS lets anything stand here
   */
  public record Mx(int preference, String host) {
    /** The name in a null MX. */
    public static final String NONE = ".";
  }

  /**
   * One CAA record (RFC 8659 §4).
   *
   * @param flags 128 where a CA that does not know the tag must not issue
   * @param tag such as {@code issue}, in lower case
   * @param value such as {@code letsencrypt.org}, one octet a char
   */
  public record Caa(int flags, String tag, String value) {}

  /**
   * One TLSA record (RFC 6698 §2.1).
   *
   * @param usage 2 for a trust anchor and 3 for the end entity are those that SMTP uses (RFC 7672)
   * @param selector 0 for the whole certificate, 1 for its key
   * @param matching 0 for the data itself, 1 for its SHA-256, 2 for its SHA-512
   * @param data in lower-case hex
   */
  public record Tlsa(int usage, int selector, int matching, String data) {}
}
