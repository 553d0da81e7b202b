package dev.mtasts.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Writes what the ledger knows of one domain; {@link EntryReader} reads it back. */
final class EntryWriter {
  private EntryWriter() {}

  static void write(ObjectNode node, DomainEntry entry) {
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
    write(node, entry.history());
    if (!entry.block().isEmpty()) {
      node.set("block", block(entry.block()));
    }
    Former former = entry.former();
    if (former != null) {
      ObjectNode place = node.putObject("former");
      if (former.until() != null) {
        place.put("until", former.until().toString());
      }
      ObjectNode things = place.putObject("owned");
      former.owned().forEach((part, thing) -> write(things.putObject(part.word()), thing));
      place.put("ttl", former.ttl());
      place.set("block", block(former.block()));
    }
  }

  private static void write(ObjectNode node, History history) {
    ArrayNode served = node.putArray("served");
    for (Served body : history.served()) {
      ObjectNode it = served.addObject().put("id", body.id().text());
      it.put("first", body.first().toString()).put("last", body.last().toString());
      if (body.announced() != null) {
        it.put("announced", body.announced().toString()).put("ttl", body.ttl());
      }
      it.put("body", body.body());
    }
    ArrayNode ids = node.putArray("used_ids");
    history.usedIds().forEach(ids::add);
    if (history.assumed() != null) {
      node.put("assumed", history.assumed().toString());
    }
    if (history.withdrawn() != null) {
      node.put("withdrawn", history.withdrawn().toString());
    }
    if (!history.unused().isEmpty()) {
      ObjectNode unused = node.putObject("unused");
      history.unused().forEach((pattern, since) -> unused.put(pattern, since.toString()));
    }
  }

  /** As a tree, for people who read the ledger. */
  private static JsonNode block(String text) {
    try {
      return LedgerJson.JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a domain's block is not JSON", e);
    }
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
}
