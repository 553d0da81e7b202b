package dev.mtasts.provider.zonefile;

import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.zonefile.MasterLexer.Statement;
import dev.mtasts.provider.zonefile.MasterLexer.Token;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes a zone's text anew. A record that goes takes its own lines with it, one that stays keeps
 * its characters, a new one stands where the first that went of its set stood, else at the end.
 *
 * <p>What follows may lean on what went: on its owner, or without {@code $TTL} on its TTL. Such a
 * record gets spelled out what it leaned on.
 */
final class MasterEditor {
  private static final int SOA_SERIAL = 2;

  private record Splice(int at, int end, String text) {}

  private record Added(DnsRecordSet set, String value) {}

  private final MasterFile file;
  private final String eol;
  private final Set<Integer> removed = new HashSet<>();
  private final Map<Integer, Integer> newTtl = new HashMap<>();
  private final Map<Integer, List<Added>> added = new HashMap<>();
  private final StringBuilder out = new StringBuilder();
  private @Nullable String owner;
  private @Nullable Integer previousTtl;

  private MasterEditor(MasterFile file) {
    this.file = file;
    int end = file.text().indexOf('\n');
    this.eol = end > 0 && file.text().charAt(end - 1) == '\r' ? "\r\n" : "\n";
  }

  /** The serial of the zone. */
  static long serial(MasterFile file) throws MasterSyntaxException {
    Token token = serialToken(file);
    if (!token.text().matches("[0-9]{1,10}") || Long.parseLong(token.text()) >= 1L << 32) {
      throw new MasterSyntaxException(
          file.soa().statement().line(), "the serial '" + token.text() + "' is not a number");
    }
    return Long.parseLong(token.text());
  }

  /** The text in which the sets are as {@code targets} has them and the serial is the given one. */
  static String edit(MasterFile file, Map<SetKey, Optional<DnsRecordSet>> targets, long serial)
      throws MasterSyntaxException {
    MasterEditor editor = new MasterEditor(file);
    for (Map.Entry<SetKey, Optional<DnsRecordSet>> target : targets.entrySet()) {
      editor.settle(target.getKey(), target.getValue().orElse(null));
    }
    editor.write(serial);
    return editor.out.toString();
  }

  private static Token serialToken(MasterFile file) throws MasterSyntaxException {
    List<Token> data = file.soa().data();
    if (data.size() <= SOA_SERIAL) {
      throw new MasterSyntaxException(
          file.soa().statement().line(), "the SOA record has no serial");
    }
    return data.get(SOA_SERIAL);
  }

  private void settle(SetKey key, @Nullable DnsRecordSet after) throws MasterSyntaxException {
    Set<String> missing = after == null ? new LinkedHashSet<>() : Held.of(after).values();
    int place = file.text().length();
    for (Entry entry : file.set(key.name(), key.type().name())) {
      int start = entry.statement().start();
      if (after == null || !missing.remove(RecordData.value(entry))) {
        removed.add(start);
        place = Math.min(place, start);
      } else if (entry.ttl() != after.ttl()) {
        newTtl.put(start, after.ttl());
      }
    }
    for (String value : missing) {
      added
          .computeIfAbsent(place, any -> new ArrayList<>())
          .add(new Added(Objects.requireNonNull(after), value));
    }
  }

  private void write(long serial) throws MasterSyntaxException {
    Map<Integer, Entry> entries = new HashMap<>();
    file.entries().forEach(entry -> entries.put(entry.statement().start(), entry));
    for (Statement statement : file.statements()) {
      add(statement.start());
      Entry entry = entries.get(statement.start());
      if (entry == null) {
        out.append(file.text(), statement.start(), statement.end());
      } else if (!removed.contains(statement.start())) {
        keep(entry, serial);
      }
    }
    add(file.text().length());
  }

  private void add(int place) throws MasterSyntaxException {
    for (Added each : added.getOrDefault(place, List.of())) {
      if (!out.isEmpty() && out.charAt(out.length() - 1) != '\n') {
        out.append(eol);
      }
      out.append(RecordData.line(each.set(), each.value())).append(eol);
      owner = each.set().name();
      previousTtl = each.set().ttl();
    }
  }

  private void keep(Entry entry, long serial) throws MasterSyntaxException {
    List<Splice> splices = new ArrayList<>();
    int start = entry.statement().start();
    if (entry.statement().indented() && !entry.owner().equals(owner)) {
      splices.add(new Splice(start, start, entry.owner() + "."));
    }
    Integer ttl = newTtl.get(start);
    if (ttl == null
        && entry.ttlFollowsPrevious()
        && !Integer.valueOf(entry.ttl()).equals(previousTtl)) {
      ttl = entry.ttl();
    }
    if (ttl != null && entry.ttlToken() != null) {
      splices.add(new Splice(entry.ttlToken().start(), entry.ttlToken().end(), ttl.toString()));
    } else if (ttl != null) {
      int at = entry.classOrType().start();
      splices.add(new Splice(at, at, ttl + " "));
    }
    if (entry.equals(file.soa())) {
      Token old = serialToken(file);
      splices.add(new Splice(old.start(), old.end(), Long.toString(serial)));
    }
    copy(entry.statement(), splices);
    owner = entry.owner();
    previousTtl = ttl != null ? ttl : Integer.valueOf(entry.ttl());
  }

  private void copy(Statement statement, List<Splice> splices) {
    int at = statement.start();
    for (Splice splice : splices) {
      out.append(file.text(), at, splice.at()).append(splice.text());
      at = splice.end();
    }
    out.append(file.text(), at, statement.end());
  }
}
