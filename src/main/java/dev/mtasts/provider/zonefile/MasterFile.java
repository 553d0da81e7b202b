package dev.mtasts.provider.zonefile;

import dev.mtasts.provider.zonefile.MasterLexer.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** A zone as its master file states it: the text, and the records that the text means. */
final class MasterFile {
  private static final Set<String> SIGNED = Set.of("RRSIG", "NSEC", "NSEC3", "NSEC3PARAM");

  private final String text;
  private final String zone;
  private final List<Statement> statements;
  private final List<Entry> entries;
  private final List<Pattern> generated;
  private final Map<String, List<Entry>> byOwner = new HashMap<>();
  private final Entry soa;

  private MasterFile(String text, String zone, List<Statement> statements, MasterReader reader)
      throws MasterSyntaxException {
    this.text = text;
    this.zone = zone;
    this.statements = List.copyOf(statements);
    this.entries = List.copyOf(reader.entries());
    this.generated = List.copyOf(reader.generated());
    for (Entry entry : entries) {
      byOwner.computeIfAbsent(entry.owner(), any -> new ArrayList<>()).add(entry);
    }
    this.soa = onlySoa();
  }

  /**
   * Reads a zone.
   *
   * @param text the file, a character an octet
   * @param zone its name, the first origin
   * @throws MasterSyntaxException where it cannot be read, has not exactly one SOA record at its
   *     name, or includes other files
   */
  static MasterFile parse(String text, String zone) throws MasterSyntaxException {
    List<Statement> statements = MasterLexer.statements(text);
    return new MasterFile(text, zone, statements, MasterReader.read(statements, zone));
  }

  String text() {
    return text;
  }

  String zone() {
    return zone;
  }

  List<Statement> statements() {
    return statements;
  }

  List<Entry> entries() {
    return entries;
  }

  Entry soa() {
    return soa;
  }

  List<Entry> at(String name) {
    return byOwner.getOrDefault(name, List.of());
  }

  List<Entry> set(String name, String type) {
    return at(name).stream().filter(entry -> entry.type().equals(type)).toList();
  }

  /** Whether a {@code $GENERATE} line may make records of this name. */
  boolean mayGenerate(String name) {
    return generated.stream().anyMatch(template -> template.matcher(name).matches());
  }

  /** Whether it holds signatures, which an edit would make wrong. */
  boolean signed() {
    return entries.stream().anyMatch(entry -> SIGNED.contains(entry.type()));
  }

  /** The name at or above {@code name} from which another zone takes over, if there is one. */
  Optional<String> delegatedAt(String name) {
    String at = name;
    while (at.length() > zone.length()) {
      if (!set(at, "NS").isEmpty()) {
        return Optional.of(at);
      }
      int dot = at.indexOf('.');
      at = dot < 0 ? "" : at.substring(dot + 1);
    }
    return Optional.empty();
  }

  private Entry onlySoa() throws MasterSyntaxException {
    List<Entry> all = entries.stream().filter(entry -> entry.type().equals("SOA")).toList();
    if (all.isEmpty()) {
      throw new MasterSyntaxException("it has no SOA record");
    }
    if (all.size() > 1) {
      throw new MasterSyntaxException(all.get(1).statement().line(), "a second SOA record");
    }
    Entry only = all.get(0);
    if (!only.owner().equals(zone)) {
      throw new MasterSyntaxException(
          only.statement().line(), "the SOA record is of " + only.owner() + ", not of " + zone);
    }
    return only;
  }
}
