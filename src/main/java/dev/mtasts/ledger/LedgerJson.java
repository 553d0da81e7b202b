package dev.mtasts.ledger;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mtasts.policy.DomainName;
import dev.mtasts.policy.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * The ledger's text, format {@value #FORMAT}; {@code docs/state.md} describes it. Reading is
 * strict: a value that cannot be is named by its path, because a ledger edited by hand is edited at
 * night.
 */
final class LedgerJson {
  /** The newest format that this version reads and the one that it writes. */
  static final int FORMAT = 2;

  /** The oldest format that this version reads. */
  static final int OLDEST = 1;

  static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .build();

  private LedgerJson() {}

  /** A healthy ledger, but not for this version. */
  static final class NewerFormat extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    NewerFormat(String message) {
      super(message);
    }
  }

  /**
   * What a text held.
   *
   * @param ledger the ledger
   * @param edited whether its checksum does not fit: someone else than this tool wrote it
   */
  record Parsed(Ledger ledger, boolean edited) {}

  static String write(Ledger ledger) {
    ObjectNode root = tree(ledger);
    root.put("checksum", checksum(root));
    return root.toPrettyString() + "\n";
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException whose message names the path and the fault
   */
  static Parsed read(String text) {
    JsonNode root;
    try {
      root = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("it is not JSON: " + e.getOriginalMessage());
    }
    if (!(root instanceof ObjectNode object)) {
      throw new IllegalArgumentException("it is not a JSON object");
    }
    int format = object.path("format").asInt(0);
    if (format > FORMAT) {
      throw new NewerFormat(
          "it has format " + format + ", written by a newer mtasts; this one reads " + FORMAT);
    }
    if (format < OLDEST) {
      throw new IllegalArgumentException("it has no format this version knows");
    }
    JsonNode sum = object.remove("checksum");
    boolean edited = sum == null || !sum.asText().equals(checksum(object));
    Map<DomainName, DomainEntry> domains = new TreeMap<>();
    Cursor top = new Cursor(object, "");
    Cursor all = top.child("domains");
    for (String name : all.names()) {
      domains.put(
          all.parse(name, name, DomainName::new), EntryReader.read(all.child(name), format));
    }
    Ledger ledger =
        new Ledger(
            top.text("lineage"),
            top.number("serial"),
            top.instant("written"),
            new TreeMap<>(domains));
    return new Parsed(ledger, edited);
  }

  /** Over the compact text of the tree, so that white space may change. */
  private static String checksum(ObjectNode root) {
    return "sha256:" + Sha256.hex(root.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static ObjectNode tree(Ledger ledger) {
    ObjectNode root = JSON.createObjectNode();
    root.put("format", FORMAT).put("lineage", ledger.lineage());
    root.put("serial", ledger.serial()).put("written", ledger.written().toString());
    ObjectNode domains = root.putObject("domains");
    ledger
        .domains()
        .forEach((name, entry) -> EntryWriter.write(domains.putObject(name.text()), entry));
    return root;
  }
}
