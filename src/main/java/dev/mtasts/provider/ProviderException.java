package dev.mtasts.provider;

/** A {@link Failure} on its way up, from where no value can carry it. */
public final class ProviderException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  /** Without a cause: causes of SDKs quote requests, and requests may hold secrets. */
  public ProviderException(Failure failure) {
    super(failure.message());
    this.failure = failure;
  }

  /** What happened. */
  public Failure failure() {
    return failure;
  }
}
