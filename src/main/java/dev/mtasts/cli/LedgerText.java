package dev.mtasts.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mtasts.ledger.DomainEntry;
import dev.mtasts.ledger.Intent;
import dev.mtasts.ledger.Ledger;
import dev.mtasts.ledger.Lock;
import dev.mtasts.ledger.Owned;
import dev.mtasts.plan.Selection;
import dev.mtasts.policy.DomainName;
import dev.mtasts.provider.Part;
import java.util.Map;
import java.util.Optional;

/** What the ledger knows, for people and programs. */
record LedgerText(Ledger ledger, Selection selection) {

  String text(String place, Optional<Lock.Holder> holder) {
    StringBuilder out = new StringBuilder("Ledger ").append(place);
    out.append(
        ledger.isNew()
            ? ": not there yet\n"
            : ": serial " + ledger.serial() + ", written " + ledger.written() + "\n");
    holder.ifPresent(
        h ->
            out.append(
                "Locked by "
                    + Harmless.line(h.who())
                    + " until "
                    + h.until()
                    + ", id "
                    + h.id()
                    + "\n"));
    for (Map.Entry<DomainName, DomainEntry> line : ledger.domains().entrySet()) {
      if (selection.covers(line.getKey())) {
        out.append('\n').append(line.getKey()).append('\n');
        domain(line.getValue(), out);
      }
    }
    return out.toString();
  }

  private static void domain(DomainEntry entry, StringBuilder out) {
    if (entry.issued() != null) {
      out.append("  id         ").append(entry.issued().id()).append('\n');
    }
    for (Map.Entry<Part, Owned> owned : entry.owned().entrySet()) {
      Owned thing = owned.getValue();
      out.append(String.format("  %-10s %s", owned.getKey(), Harmless.line(thing.place())));
      out.append("   (").append(thing.provider()).append(")\n");
    }
    for (Map.Entry<Part, Intent> intent : entry.intents().entrySet()) {
      out.append(String.format("  %-10s unfinished since ", intent.getKey()));
      out.append(intent.getValue().at()).append('\n');
    }
    out.append("  served     ").append(entry.served().size()).append(" bodies so far\n");
  }

  ObjectNode json() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("lineage", ledger.lineage()).put("serial", ledger.serial());
    root.put("written", ledger.written().toString());
    ObjectNode domains = root.putObject("domains");
    ledger
        .domains()
        .forEach(
            (name, entry) -> {
              if (selection.covers(name)) {
                json(entry, domains.putObject(name.text()));
              }
            });
    return root;
  }

  /** What every view of an entry has. */
  static void json(DomainEntry entry, ObjectNode into) {
    if (entry.issued() != null) {
      into.put("id", entry.issued().id().text());
    }
    ObjectNode owned = into.putObject("owned");
    entry
        .owned()
        .forEach(
            (part, thing) -> {
              ObjectNode node = owned.putObject(part.word()).put("provider", thing.provider());
              node.put("place", thing.place()).put("version", thing.version());
              thing.values().forEach(node.putArray("values")::add);
            });
    entry.intents().keySet().forEach(part -> into.withArray("unfinished").add(part.word()));
    into.put("bodies_served", entry.served().size());
  }
}
