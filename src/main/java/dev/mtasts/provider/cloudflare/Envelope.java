package dev.mtasts.provider.cloudflare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the API wraps around every answer: {@code success}, {@code errors}, {@code result}.
 */
final class Envelope {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Envelope() {}

  /**
   * A page or a line of text, such as {@code error code: 1015} of something on the way, is no
   * envelope, but the status of an error still counts.
   *
   * @return a missing node where the body is empty
   */
  static JsonNode parse(byte[] body, boolean successful) throws IOException {
    if (body.length == 0) {
      return MissingNode.getInstance();
    }
    try {
      return body[0] == '<' ? JSON.createObjectNode() : JSON.readTree(body);
    } catch (JsonProcessingException e) {
      if (successful) {
        throw e;
      }
      return JSON.createObjectNode();
    }
  }

  /** The errors with their chains; {@code clean} sees every text. */
  static List<Reply.Refused.Fault> faults(JsonNode envelope, UnaryOperator<String> clean) {
    List<Reply.Refused.Fault> faults = new ArrayList<>();
    for (JsonNode error : envelope.path("errors")) {
      faults.add(fault(error, clean));
      error.path("error_chain").forEach(link -> faults.add(fault(link, clean)));
    }
    return List.copyOf(faults);
  }

  /** The first error, to go behind a status; not cleaned. */
  static String said(JsonNode envelope) {
    List<Reply.Refused.Fault> faults = faults(envelope, UnaryOperator.identity());
    return faults.isEmpty() ? "" : ": " + faults.get(0);
  }

  /** RFC 9110 §10.2.3 also allows a date; the API documents seconds. */
  static Duration retryAfter(@Nullable String header) {
    boolean seconds = header != null && header.matches("\\d{1,9}");
    return seconds ? Duration.ofSeconds(Long.parseLong(header)) : Duration.ZERO;
  }

  private static Reply.Refused.Fault fault(JsonNode error, UnaryOperator<String> clean) {
    return new Reply.Refused.Fault(
        error.path("code").asInt(), clean.apply(error.path("message").asText()));
  }
}
