package dev.mtasts.provider.cloudflare;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import okhttp3.HttpUrl;

/**
 * A zone, as far as this adapter cares.
 *
 * @param id 32 hex digits
 * @param name in lower case A-labels, without a trailing dot
 * @param status {@code initializing}, {@code pending}, {@code active} or {@code moved}
 * @param type {@code full}, {@code partial}, {@code secondary} or {@code internal}
 * @param account the account's name or id, for messages
 * @param accountId the account's id
 * @param batchLimit how many records one batch may change
 */
record Zone(
    String id,
    String name,
    String status,
    String type,
    String account,
    String accountId,
    int batchLimit) {
  /** Of a Free zone, and of one whose plan is not shown. */
  static final int SMALL_BATCH = 200;

  /** Of all other plans. */
  static final int LARGE_BATCH = 3_500;

  static Zone from(JsonNode json) {
    JsonNode account = json.path("account");
    String plan = json.path("plan").path("legacy_id").asText("");
    return new Zone(
        json.path("id").asText(),
        aLabels(json.path("name").asText().toLowerCase(Locale.ROOT)),
        json.path("status").asText("active"),
        json.path("type").asText("full"),
        account.path("name").asText(account.path("id").asText()),
        account.path("id").asText(),
        plan.isEmpty() || plan.equals("free") ? SMALL_BATCH : LARGE_BATCH);
  }

  /** The API names zones by their U-labels, but records by their A-labels. */
  private static String aLabels(String name) {
    if (name.chars().allMatch(c -> c < 0x80)) {
      return name;
    }
    try {
      return new HttpUrl.Builder().scheme("http").host(name).build().host();
    } catch (IllegalArgumentException e) {
      return name; // No name that a spec can have, so it fits none.
    }
  }

  boolean active() {
    return status.equals("active");
  }

  /** Whether resolvers would ever ask it: not when moved away, and not when it is no full zone. */
  boolean canServe() {
    return !status.equals("moved") && (type.equals("full") || type.equals("secondary"));
  }

  /**
   * Whether a Worker can answer for its names: in an active zone only, but also in one with a CNAME
   * setup, whose records others publish.
   */
  boolean canFront() {
    return active() && !type.equals("internal");
  }

  boolean holds(String owner) {
    return owner.equals(name) || owner.endsWith("." + name);
  }

  /** For messages that must tell zones of one name apart. */
  String described() {
    return name + " (id " + id + ", " + status + ", " + type + ", account " + account + ")";
  }
}
