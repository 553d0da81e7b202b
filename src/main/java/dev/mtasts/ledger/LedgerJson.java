package dev.mtasts.ledger;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mtasts.policy.DomainName;
import dev.mtasts.policy.PolicyId;
import dev.mtasts.policy.Sha256;
import dev.mtasts.provider.Part;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The ledger's text, format {@value #FORMAT}; {@code docs/state.md} describes it. Reading is
 * strict: a value that cannot be is named by its path, because a ledger edited by hand is edited at
 * night.
 */
final class LedgerJson {
  /** The newest format that this version reads and the one that it writes. */
  static final int FORMAT = 1;

  private static final JsonMapper JSON =
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
    if (format != FORMAT) {
      throw new IllegalArgumentException("it has no format this version knows");
    }
    JsonNode sum = object.remove("checksum");
    boolean edited = sum == null || !sum.asText().equals(checksum(object));
    Map<DomainName, DomainEntry> domains = new TreeMap<>();
    Cursor top = new Cursor(object, "");
    Cursor all = top.child("domains");
    for (String name : all.names()) {
      domains.put(all.parse(name, name, DomainName::new), entry(all.child(name)));
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
    ledger.domains().forEach((name, entry) -> write(domains.putObject(name.text()), entry));
    return root;
  }

  private static void write(ObjectNode node, DomainEntry entry) {
    node.put("protect", entry.protect());
    if (entry.issued() != null) {
      write(node.putObject("issued"), entry.issued());
    }
    ObjectNode owned = node.putObject("owned");
    entry.owned().forEach((part, thing) -> write(owned.putObject(part.word()), thing));
    ObjectNode intents = node.putObject("intents");
    entry
        .intents()
        .forEach(
            (part, intent) -> {
              ObjectNode it = intents.putObject(part.word()).put("at", intent.at().toString());
              if (intent.after() != null) {
                write(it.putObject("after"), intent.after());
              }
              if (intent.issued() != null) {
                write(it.putObject("issued"), intent.issued());
              }
            });
    ArrayNode served = node.putArray("served");
    for (Served body : entry.served()) {
      served
          .addObject()
          .put("id", body.id().text())
          .put("first", body.first().toString())
          .put("last", body.last().toString())
          .put("body", body.body());
    }
    ArrayNode ids = node.putArray("used_ids");
    entry.usedIds().forEach(ids::add);
  }

  private static void write(ObjectNode node, Owned owned) {
    node.put("provider", owned.provider()).put("place", owned.place());
    if (owned.version() != null) {
      node.put("version", owned.version());
    }
    ArrayNode values = node.putArray("values");
    owned.values().forEach(values::add);
  }

  private static void write(ObjectNode node, Issued issued) {
    node.put("id", issued.id().text()).put("content", issued.content());
  }

  private static DomainEntry entry(Cursor at) {
    return new DomainEntry(
        parts(at.child("owned"), LedgerJson::owned),
        parts(at.child("intents"), LedgerJson::intent),
        at.has("issued") ? issued(at.child("issued")) : null,
        at.items("served").stream().map(LedgerJson::served).toList(),
        new java.util.TreeSet<>(at.texts("used_ids")),
        at.flag("protect"));
  }

  private static <V> Map<Part, V> parts(Cursor at, Function<Cursor, V> reader) {
    Map<Part, V> out = new TreeMap<>();
    for (String word : at.names()) {
      out.put(at.parse(word, word, LedgerJson::part), reader.apply(at.child(word)));
    }
    return out;
  }

  private static Part part(String word) {
    for (Part part : Part.values()) {
      if (part.word().equals(word)) {
        return part;
      }
    }
    throw new IllegalArgumentException("'" + word + "' is not a part of a domain");
  }

  private static Owned owned(Cursor at) {
    @Nullable String version = at.has("version") ? at.text("version") : null;
    return new Owned(at.text("provider"), at.text("place"), at.texts("values"), version);
  }

  private static Intent intent(Cursor at) {
    return new Intent(
        at.has("after") ? owned(at.child("after")) : null,
        at.has("issued") ? issued(at.child("issued")) : null,
        at.instant("at"));
  }

  private static Issued issued(Cursor at) {
    return new Issued(id(at), at.text("content"));
  }

  private static Served served(Cursor at) {
    return new Served(at.text("body"), id(at), at.instant("first"), at.instant("last"));
  }

  private static PolicyId id(Cursor at) {
    return at.parse("id", at.text("id"), PolicyId::new);
  }
}
