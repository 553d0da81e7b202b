package dev.mtasts.provider;

/**
 * Why something could not be done, as data. Never holds a secret: adapters build these from what
 * they asked for and from the service's error code and message, not from requests or headers.
 *
 * @param kind what sort of trouble, for exit codes and for deciding whether others suffer too
 * @param tried the attempt, as an infinitive phrase: {@code write acme.example/policy to
 *     s3://acme-mta-sts/…}
 * @param because the reason in the service's own words, with its code
 * @param todo what the reader can do next, as an imperative sentence
 */
public record Failure(Kind kind, String tried, String because, String todo) {
  /** Sorts of trouble. */
  public enum Kind {
    /** No credentials, or not accepted. */
    CREDENTIALS,
    /** Credentials accepted, but not for this. */
    DENIED,
    /** A container is missing: bucket, zone, folder. */
    MISSING,
    /** More than one thing fits, and only the user can tell which is meant. */
    AMBIGUOUS,
    /** The service finds the request wrong. */
    REFUSED,
    /** Too many requests, even after waiting. */
    THROTTLED,
    /** No answer, a server's fault, or a connection that broke, even after retries. */
    UNAVAILABLE,
    /** The disk or a file on it. */
    LOCAL
  }

  /** The whole story in one line. */
  public String message() {
    return "Tried to " + tried + " but failed because " + because + ". " + todo;
  }

  /** This failure as an exception, where a value cannot carry it. */
  public ProviderException asException() {
    return new ProviderException(this);
  }
}
