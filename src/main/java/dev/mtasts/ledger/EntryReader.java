package dev.mtasts.ledger;

import dev.mtasts.policy.PolicyId;
import dev.mtasts.provider.Part;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads what {@link EntryWriter} wrote. */
final class EntryReader {
  private EntryReader() {}

  static DomainEntry read(Cursor at, int format) {
    return new DomainEntry(
        parts(at.child("owned"), EntryReader::owned),
        parts(at.child("intents"), EntryReader::intent),
        history(at, format),
        at.flag("protect"),
        at.has("block") ? at.child("block").node().toString() : "",
        at.has("former") ? former(at.child("former")) : null);
  }

  private static History history(Cursor at, int format) {
    List<Served> served = at.items("served").stream().map(EntryReader::served).toList();
    return new History(
        at.has("issued") ? issued(at.child("issued")) : null,
        format == LedgerJson.OLDEST ? announced(served) : served,
        new TreeSet<>(at.texts("used_ids")),
        optionalInstant(at, "assumed"),
        optionalInstant(at, "withdrawn"),
        at.has("unused") ? instants(at.child("unused")) : Map.of());
  }

  /** Format 1 did not say when a record named a body; another one came only after that. */
  private static List<Served> announced(List<Served> bodies) {
    List<Served> out = new ArrayList<>(bodies);
    for (int i = 0; i < out.size() - 1; i++) {
      out.set(i, out.get(i).announced(out.get(i).first(), 0));
    }
    return out;
  }

  private static Former former(Cursor at) {
    return new Former(
        at.child("block").node().toString(),
        parts(at.child("owned"), EntryReader::owned),
        (int) at.number("ttl"),
        optionalInstant(at, "until"));
  }

  private static @Nullable Instant optionalInstant(Cursor at, String key) {
    return at.has(key) ? at.instant(key) : null;
  }

  private static Map<String, Instant> instants(Cursor at) {
    Map<String, Instant> out = new TreeMap<>();
    at.names().forEach(name -> out.put(name, at.instant(name)));
    return out;
  }

  private static <V> Map<Part, V> parts(Cursor at, Function<Cursor, V> reader) {
    Map<Part, V> out = new TreeMap<>();
    for (String word : at.names()) {
      out.put(at.parse(word, word, EntryReader::part), reader.apply(at.child(word)));
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
    return new Served(
        at.text("body"),
        id(at),
        at.instant("first"),
        at.instant("last"),
        optionalInstant(at, "announced"),
        at.has("ttl") ? (int) at.number("ttl") : 0);
  }

  private static PolicyId id(Cursor at) {
    return at.parse("id", at.text("id"), PolicyId::new);
  }
}
