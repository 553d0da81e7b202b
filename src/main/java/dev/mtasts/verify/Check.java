package dev.mtasts.verify;

/**
 * One thing that was looked at.
 *
 * @param rule which
 * @param status how it is
 * @param subject what it is about: an IP address, an MX host, or "" for the domain itself
 * @param seen what was seen, without a full stop
 * @param section the source of the rule, such as {@code RFC 8461 §3.3}
 * @param todo what the reader can do, in sentences; "" where all is well
 */
public record Check(
    Rule rule, Status status, String subject, String seen, String section, String todo) {
  /** How a thing is; in the order of gravity. */
  public enum Status {
    /** As it should be, or only worth knowing. */
    OK("ok"),
    /** Nothing is known. */
    COULD_NOT_CHECK("could not check"),
    /** It works, but not for all, or not for long. */
    WARNING("warning"),
    /** Senders see no policy, or will not deliver. */
    ERROR("error");

    private final String words;

    Status(String words) {
      this.words = words;
    }

    /** For people. */
    public String words() {
      return words;
    }
  }
}
