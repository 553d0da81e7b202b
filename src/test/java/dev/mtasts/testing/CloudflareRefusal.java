package dev.mtasts.testing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** An error of the API, on its way to the envelope. */
final class CloudflareRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient ObjectNode envelope = JsonNodeFactory.instance.objectNode();

  CloudflareRefusal(int status, int code, String message) {
    super(message);
    this.status = status;
    envelope.put("success", false);
    envelope.putArray("errors").addObject().put("code", code).put("message", message);
    envelope.putArray("messages");
    envelope.putNull("result");
  }

  /** With a link of the {@code error_chain}, as validation and authentication errors have it. */
  CloudflareRefusal(int status, int code, String message, int innerCode, String innerMessage) {
    this(status, code, message);
    ((ObjectNode) envelope.path("errors").path(0))
        .putArray("error_chain")
        .addObject()
        .put("code", innerCode)
        .put("message", innerMessage);
  }

  static CloudflareRefusal invalid(int innerCode, String innerMessage) {
    return new CloudflareRefusal(400, 1004, "DNS Validation Error", innerCode, innerMessage);
  }

  int status() {
    return status;
  }

  ObjectNode envelope() {
    return envelope;
  }
}
