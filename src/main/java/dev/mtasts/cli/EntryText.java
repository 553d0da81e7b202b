package dev.mtasts.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mtasts.ledger.Caches;
import dev.mtasts.ledger.DomainEntry;
import dev.mtasts.ledger.History;
import dev.mtasts.ledger.Issued;
import dev.mtasts.ledger.Served;
import dev.mtasts.policy.DomainName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One domain of the ledger in full, for people and programs.
 *
 * @param now the moment that caches are told for
 */
record EntryText(DomainName name, DomainEntry entry, Instant now) {
  private static final int WIDTH = 11;

  String text() {
    StringBuilder out = new StringBuilder(name.text()).append('\n');
    Issued issued = entry.issued();
    History history = entry.history();
    line("id", issued == null ? "none yet" : issued.id().text(), out);
    entry
        .owned()
        .forEach(
            (part, thing) ->
                line(part.word(), thing.place() + "   (" + thing.provider() + ")", out));
    entry
        .intents()
        .forEach((part, intent) -> line(part.word(), "unfinished since " + intent.at(), out));
    for (Served one : entry.served()) {
      String announced =
          one.announced() == null
              ? "never announced"
              : "announced " + one.announced() + ", TTL " + one.ttl() + " s";
      line(
          "served",
          one.id() + " from " + one.first() + " to " + one.last() + ", " + announced,
          out);
      one.body().lines().forEach(text -> line("", "  " + text, out));
    }
    for (Caches.Cached cached : Caches.at(entry, now)) {
      String held = cached.id() + " (" + cached.policy().mode() + ") until " + cached.until();
      line("held", held + ", if it went now", out);
    }
    moment("assumed", history.assumed(), out);
    moment("horizon", Caches.horizon(entry, now).orElse(null), out);
    moment("withdrawn", history.withdrawn(), out);
    history.unused().forEach((mx, since) -> line("unused", mx + " since " + since, out));
    line("used ids", String.join(" ", entry.usedIds()), out);
    line("protect", String.valueOf(entry.protect()), out);
    if (entry.former() != null) {
      line("former", "the place before, of " + entry.former().owned().keySet(), out);
    }
    if (!entry.block().isEmpty()) {
      line("block", entry.block(), out);
    }
    return out.toString();
  }

  private static void moment(String word, @Nullable Instant moment, StringBuilder out) {
    if (moment != null) {
      line(word, moment.toString(), out);
    }
  }

  private static void line(String word, String text, StringBuilder out) {
    out.append("  ").append(word).append(" ".repeat(Math.max(1, WIDTH - word.length())));
    out.append(Harmless.line(text)).append('\n');
  }

  ObjectNode json() {
    ObjectNode root = JsonNodeFactory.instance.objectNode().put("domain", name.text());
    History history = entry.history();
    LedgerText.json(entry, root);
    ArrayNode served = root.putArray("served");
    for (Served one : entry.served()) {
      ObjectNode node = served.addObject().put("id", one.id().text());
      node.put("first", one.first().toString()).put("last", one.last().toString());
      node.put("announced", text(one.announced())).put("ttl", one.ttl()).put("body", one.body());
    }
    ArrayNode held = root.putArray("held");
    for (Caches.Cached one : Caches.at(entry, now)) {
      ObjectNode node = held.addObject().put("id", one.id().text());
      node.put("mode", one.policy().mode().toString()).put("max_age", one.policy().maxAge());
      node.put("until", one.until().toString());
    }
    root.put("assumed", text(history.assumed()));
    root.put("horizon", text(Caches.horizon(entry, now).orElse(null)));
    root.put("withdrawn", text(history.withdrawn()));
    ObjectNode unused = root.putObject("unused");
    history.unused().forEach((mx, since) -> unused.put(mx, since.toString()));
    entry.usedIds().forEach(root.putArray("used_ids")::add);
    return root.put("protect", entry.protect()).put("block", entry.block());
  }

  private static @Nullable String text(@Nullable Instant moment) {
    return moment == null ? null : moment.toString();
  }
}
