package dev.mtasts.provider.aws;

import dev.mtasts.provider.Failure;
import dev.mtasts.provider.ProviderException;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * What an exception of the SDK means to the user.
 *
 * <p>Codes: the S3 API reference, "Error responses"; the Route 53 API reference, "Common errors"
 * and each action's own. Only a service's code and message are quoted, never a request.
 */
final class AwsErrors {
  /**
   * What was being done.
   *
   * @param tried as {@link Failure#tried} has it
   * @param action the IAM action it needs, such as {@code s3:GetObject}
   * @param on what the action must be allowed on
   */
  record Attempt(String tried, String action, String on) {}

  private static final Set<String> NOT_ACCEPTED =
      Set.of(
          "ExpiredToken",
          "ExpiredTokenException",
          "InvalidAccessKeyId",
          "InvalidClientTokenId",
          "InvalidSignatureException",
          "InvalidToken",
          "MissingAuthenticationToken",
          "RequestExpired",
          "RequestTimeTooSkewed",
          "SignatureDoesNotMatch",
          "TokenRefreshRequired",
          "UnrecognizedClientException");
  private static final Set<String> THROTTLING =
      Set.of(
          "PriorRequestNotComplete",
          "RequestLimitExceeded",
          "SlowDown",
          "Throttling",
          "ThrottlingException",
          "TooManyRequestsException");
  private static final Set<String> ELSEWHERE =
      Set.of(
          "AuthorizationHeaderMalformed",
          "IllegalLocationConstraintException",
          "PermanentRedirect",
          "TemporaryRedirect");

  private AwsErrors() {}

  /** The exception as a failure of {@code attempt}. */
  static Failure explain(SdkException e, Attempt attempt) {
    Optional<Failure> ours = ownFailure(e);
    if (ours.isPresent()) {
      Failure inner = ours.get();
      return new Failure(inner.kind(), attempt.tried(), inner.because(), inner.todo());
    }
    return e instanceof AwsServiceException answer
        ? answered(answer, attempt)
        : new Failure(
            Failure.Kind.UNAVAILABLE,
            attempt.tried(),
            "no complete answer came: " + rootMessage(e),
            "Check the network and the endpoint, then run the command again; nothing is assumed"
                + " about what the service did.");
  }

  /** The service's error code, or "" where it gave none or did not answer. */
  static String code(SdkException e) {
    if (e instanceof AwsServiceException answer) {
      AwsErrorDetails details = answer.awsErrorDetails();
      if (details != null && details.errorCode() != null) {
        return details.errorCode();
      }
    }
    return "";
  }

  /** The HTTP status, or 0 where there was no answer. */
  static int status(SdkException e) {
    return e instanceof AwsServiceException answer ? answer.statusCode() : 0;
  }

  /** Whether the service may have done what it was asked although it did not say so. */
  static boolean mayHaveHappened(SdkException e) {
    return ownFailure(e).isEmpty() && (status(e) == 0 || status(e) >= 500);
  }

  /** Whether the service asked for patience. */
  static boolean isThrottling(SdkException e) {
    return THROTTLING.contains(code(e)) || status(e) == 429;
  }

  private static Failure answered(AwsServiceException e, Attempt attempt) {
    String code = code(e);
    int status = e.statusCode();
    if (isThrottling(e)) {
      return failure(Failure.Kind.THROTTLED, e, attempt, "Wait a minute and run it again.");
    }
    if (NOT_ACCEPTED.contains(code)) {
      return failure(
          Failure.Kind.CREDENTIALS,
          e,
          attempt,
          "Renew the AWS credentials, and check the clock of this machine.");
    }
    if (status == 301 || status == 307 || ELSEWHERE.contains(code)) {
      return failure(Failure.Kind.REFUSED, e, attempt, regionAdvice(e));
    }
    if (code.equals("NoSuchBucket")) {
      return failure(
          Failure.Kind.MISSING, e, attempt, "Create the bucket, or correct its name in the spec.");
    }
    if (code.equals("NoSuchHostedZone")) {
      return failure(
          Failure.Kind.MISSING, e, attempt, "Create the hosted zone, or correct dns.zone.");
    }
    if (code.startsWith("TooMany")) {
      return failure(
          Failure.Kind.REFUSED,
          e,
          attempt,
          "Ask AWS to raise this quota, or remove what is not needed, then run the command again.");
    }
    // ACM says it with the status 400.
    if (status == 401 || status == 403 || code.equals("AccessDeniedException")) {
      return failure(
          Failure.Kind.DENIED,
          e,
          attempt,
          "Allow " + attempt.action() + " on " + attempt.on() + " to these credentials.");
    }
    if (status >= 500) {
      return failure(Failure.Kind.UNAVAILABLE, e, attempt, "Run the command again later.");
    }
    return failure(
        Failure.Kind.REFUSED, e, attempt, "Correct what the service names, then plan again.");
  }

  private static Failure failure(
      Failure.Kind kind, AwsServiceException e, Attempt attempt, String todo) {
    return new Failure(kind, attempt.tried(), reason(e), todo);
  }

  /** The service's own words, with code and status, without a full stop at the end. */
  static String reason(AwsServiceException e) {
    AwsErrorDetails details = e.awsErrorDetails();
    String message = details == null ? null : details.errorMessage();
    String code = code(e);
    String words = message == null || message.isBlank() ? "" : message.strip();
    if (words.equals(code)) {
      words = "";
    }
    while (words.endsWith(".")) {
      words = words.substring(0, words.length() - 1);
    }
    StringBuilder text = new StringBuilder("the service answered ");
    text.append(code.isEmpty() || code.equals("" + e.statusCode()) ? "" : code + " ");
    text.append("(HTTP ").append(e.statusCode()).append(')');
    return words.isEmpty() ? text.toString() : text + ": " + words;
  }

  private static String regionAdvice(AwsServiceException e) {
    AwsErrorDetails details = e.awsErrorDetails();
    Optional<String> region =
        details == null || details.sdkHttpResponse() == null
            ? Optional.empty()
            : details.sdkHttpResponse().firstMatchingHeader("x-amz-bucket-region");
    return "The bucket is in another region: set region"
        + region.map(r -> ": " + r).orElse(" to the bucket's own")
        + " where the spec names the bucket's provider or state.";
  }

  /** A failure of ours that went up through the SDK: the credentials' look-up. */
  private static Optional<Failure> ownFailure(Throwable e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof ProviderException ours) {
        return Optional.of(ours.failure());
      }
    }
    return Optional.empty();
  }

  private static String rootMessage(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String name = root.getClass().getSimpleName();
    String message = root.getMessage();
    String text = message == null || message.isBlank() ? name : name + ", " + message.strip();
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }
}
