package dev.mtasts.verify;

import dev.mtasts.policy.Excerpt;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLException;
import okhttp3.Response;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * Judges what came back, or why nothing did, by the rules of RFC 8461 §3.2 and §3.3. Text of the
 * server in a message is cut and cleaned.
 *
 * @param address the IP address asked
 * @param patience how long the whole exchange may take
 * @param connecting how long making the connection may take
 */
record Answers(String address, Duration patience, Duration connecting) {
  private static final String MEDIA = "RFC 8461 §3.2";
  private static final int OK = 200;
  private static final long LIMIT = 64 * 1024;

  /** What the kernel says when it, not the host, is the reason: no route, or no IPv6 at all. */
  private static final List<String> NO_ROUTE =
      List.of(
          "network is unreachable",
          "protocol family unavailable",
          "address family not supported",
          // A firewall of this machine's own: no packet left.
          "operation not permitted",
          "permission denied");

  /** This too where IPv6 is switched off; with IPv4 it means something else. */
  private static final String NO_OWN_ADDRESS = "cannot assign requested address";

  /**
   * A verdict and what it rests on.
   *
   * @param fetched the outcome
   * @param broken the rule that decided against the answer; null where none did
   * @param size bytes read of the body; null where it did not come to that
   */
  record Judged(Fetched fetched, @Nullable Rule broken, @Nullable Integer size) {}

  /** Reads and judges an answer; the caller closes it. */
  Judged judge(Response response) throws IOException {
    if (response.code() != OK) {
      boolean redirect = response.code() / 100 == 3 && response.header("Location") != null;
      Rule broken = redirect ? Rule.POLICY_REDIRECT : Rule.POLICY_STATUS;
      return judged(status(response), broken, null);
    }
    String wrongMedia = mediaFault(response.header("Content-Type"));
    if (wrongMedia != null) {
      return judged(wrongMedia, Rule.POLICY_MEDIA_TYPE, null);
    }
    BufferedSource source = response.body().source();
    if (source.request(LIMIT + 1)) {
      String large = "the policy is larger than 64 KiB; senders stop there";
      return judged(large, Rule.POLICY_SIZE, (int) LIMIT + 1);
    }
    byte[] body = source.readByteArray();
    return body.length == 0
        ? new Judged(faulty("the policy is empty", MEDIA), Rule.POLICY_SIZE, 0)
        : new Judged(
            Fetched.served(address, new String(body, StandardCharsets.ISO_8859_1)),
            null,
            body.length);
  }

  private Judged judged(String fault, Rule broken, @Nullable Integer size) {
    return new Judged(faulty(fault, broken.section()), broken, size);
  }

  private static String status(Response response) {
    String location = response.header("Location");
    String status = "status " + response.code();
    if (response.code() / 100 == 3 && location != null) {
      return status + ", a redirect to " + Excerpt.of(location) + "; senders do not follow";
    }
    return status + "; senders accept 200 only";
  }

  /** Who answered, as {@link Visit#server}. */
  static @Nullable String server(Response response) {
    List<String> named = new ArrayList<>(response.headers("Server"));
    named.addAll(response.headers("Via"));
    return named.isEmpty() ? null : String.join("; ", named);
  }

  /** The type counts, in any case; parameters do not (§3.2). */
  private static @Nullable String mediaFault(@Nullable String media) {
    if (media == null) {
      return "there is no media type; it must be text/plain";
    }
    String type = media.split(";", -1)[0].trim().toLowerCase(Locale.ROOT);
    return type.equals("text/plain")
        ? null
        : "media type is " + Excerpt.of(media) + ", not text/plain";
  }

  /**
   * Judges an exchange that broke; what the handshake saw says more than the exception.
   *
   * @param stage the rule that was being looked at when it broke
   */
  Judged judge(IOException failure, Handshake handshake, Rule stage) {
    String certificate = handshake.fault();
    if (certificate != null) {
      return new Judged(faulty(certificate, PolicyFetcher.FETCHING), handshake.broken(), null);
    }
    String said = said(failure);
    String plain = said.toLowerCase(Locale.ROOT);
    if (NO_ROUTE.stream().anyMatch(plain::contains)
        || (address.contains(":") && plain.contains(NO_OWN_ADDRESS))) {
      return new Judged(
          Fetched.outOfReach(address, "could not be checked from here: " + Excerpt.of(said)),
          null,
          null);
    }
    boolean late = failure instanceof InterruptedIOException && stage != Rule.POLICY_CONNECT;
    return judged(
        reason(failure, plain, Excerpt.of(said, 160)), late ? Rule.POLICY_TIME : stage, null);
  }

  private String reason(IOException failure, String plain, String said) {
    if (failure instanceof SocketTimeoutException && plain.contains("connect")) {
      return "no connection within " + seconds(connecting);
    }
    if (failure instanceof InterruptedIOException) {
      return "no complete answer within " + seconds(patience);
    }
    if (failure instanceof SSLException) {
      boolean version = plain.contains("protocol_version") || plain.contains("protocol version");
      return (version ? "the server speaks no TLS 1.2 or later: " : "TLS failed: ") + said;
    }
    if (failure instanceof ConnectException && plain.contains("refused")) {
      return "connection refused";
    }
    if (failure instanceof ProtocolException) {
      return "not a proper HTTP answer: " + said;
    }
    return "the exchange broke: " + said;
  }

  /** The innermost message: wrappers add the address, which the result names anyway. */
  static String said(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }

  /** A time span as a person writes it. */
  static String seconds(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + " s"
        : duration.toMillis() + " ms";
  }

  private Fetched faulty(String fault, String section) {
    return Fetched.faulty(address, fault, section);
  }
}
