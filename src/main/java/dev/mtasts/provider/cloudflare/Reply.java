package dev.mtasts.provider.cloudflare;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mtasts.provider.Failure;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import okhttp3.MediaType;
import okio.ByteString;

/** How one call ended. */
sealed interface Reply {

  /**
   * It was done.
   *
   * @param result the envelope's {@code result}; a missing node where the body was empty
   * @param info the envelope's {@code result_info}
   */
  record Ok(JsonNode result, JsonNode info) implements Reply {}

  /**
   * It was done, and the answer is no envelope but parts.
   *
   * @param bytes the body
   * @param type its media type, with the boundary
   */
  record Content(ByteString bytes, MediaType type) implements Reply {}

  /**
   * It was not done, and the service says why.
   *
   * @param status the HTTP status
   * @param faults the envelope's errors, with their chains
   * @param retryAfter what the service asks to wait; zero where it does not say
   */
  record Refused(int status, List<Fault> faults, Duration retryAfter) implements Reply {
    /** No such zone, by the three names that the API has for it. */
    private static final Set<Integer> NO_ZONE = Set.of(7000, 7003, 1001);

    /** A token that is malformed, unknown, expired or missing. */
    private static final Set<Integer> NO_TOKEN = Set.of(1000, 6003, 6111, 9103, 9106, 9107);

    private static final Set<Integer> TOO_MANY = Set.of(971, 10300, 10429);

    /** "Invalid access token" and "Unauthorized to access requested resource" share it. */
    private static final int ACCESS = 9109;

    /** One entry of {@code errors} or of an {@code error_chain}. */
    record Fault(int code, String message) {
      @Override
      public String toString() {
        return message + " (code " + code + ")";
      }
    }

    boolean throttled() {
      return kind() == Failure.Kind.THROTTLED;
    }

    Failure.Kind kind() {
      if (status == 429 || has(TOO_MANY)) {
        return Failure.Kind.THROTTLED;
      }
      if (status == 401 || has(NO_TOKEN) || badToken()) {
        return Failure.Kind.CREDENTIALS;
      }
      if (status == 403 || has(Set.of(10000, ACCESS))) {
        return Failure.Kind.DENIED;
      }
      return has(NO_ZONE) || status == 404 ? Failure.Kind.MISSING : Failure.Kind.REFUSED;
    }

    Failure failure(String tried) {
      String said = faults.stream().map(Fault::toString).collect(Collectors.joining("; "));
      String because =
          said.isEmpty()
              ? "Cloudflare answered HTTP " + status + " without a reason"
              : "Cloudflare answered HTTP " + status + ": " + said;
      return new Failure(kind(), tried, because, todo());
    }

    private String todo() {
      return switch (kind()) {
        case CREDENTIALS -> "Check that the API token is complete, active and not expired.";
        case DENIED -> "Give the token Zone:Read and DNS:Edit for this zone (DNS:Read to plan).";
        case MISSING -> "Check that the zone exists in the account that the token belongs to.";
        case THROTTLED ->
            waitHint() + "Cloudflare counts everything that its user does, the dashboard included.";
        default -> "Correct what Cloudflare names, then plan again.";
      };
    }

    private String waitHint() {
      return retryAfter.isZero()
          ? "Run again in five minutes; "
          : "Run again in " + retryAfter.toSeconds() + " s; ";
    }

    private boolean badToken() {
      return faults.stream().anyMatch(f -> f.code == ACCESS && f.message.contains("token"));
    }

    private boolean has(Set<Integer> codes) {
      return faults.stream().anyMatch(fault -> codes.contains(fault.code));
    }
  }

  /**
   * No answer that can be read: nobody can tell whether it was done.
   *
   * @param because what happened instead
   */
  record Lost(String because) implements Reply {
    Failure failure(String tried) {
      return new Failure(
          Failure.Kind.UNAVAILABLE,
          tried,
          because,
          "Try again later; https://www.cloudflarestatus.com/ shows known trouble.");
    }
  }
}
