package dev.mtasts.provider.zonefile;

import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.RecordType;
import dev.mtasts.provider.zonefile.MasterLexer.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads an edited text again before it is let near the disk. */
final class EditCheck {
  private static final Set<String> OURS =
      Stream.of(RecordType.values()).map(Enum::name).collect(Collectors.toSet());

  private EditCheck() {}

  /**
   * Parses {@code text} and compares.
   *
   * @throws MasterSyntaxException where a set is not as its target has it, the serial is not the
   *     given one, or any other record differs
   */
  static void check(
      MasterFile before, String text, Map<SetKey, Optional<DnsRecordSet>> targets, long serial)
      throws MasterSyntaxException {
    MasterFile after = MasterFile.parse(text, before.zone());
    for (Map.Entry<SetKey, Optional<DnsRecordSet>> target : targets.entrySet()) {
      SetKey key = target.getKey();
      if (!Held.in(after, key.name(), key.type()).equals(target.getValue().map(Held::of))) {
        throw new MasterSyntaxException(
            "the edited text would not hold " + key.name() + " " + key.type() + " as planned");
      }
    }
    if (MasterEditor.serial(after) != serial) {
      throw new MasterSyntaxException("the edited text would not hold the new serial");
    }
    if (!others(before, targets.keySet()).equals(others(after, targets.keySet()))) {
      throw new MasterSyntaxException("the edited text would change records that are not ours");
    }
  }

  private static List<List<String>> others(MasterFile file, Set<SetKey> ours) {
    List<List<String>> records = new ArrayList<>();
    for (Entry entry : file.entries()) {
      if (!OURS.contains(entry.type())
          || !ours.contains(new SetKey(entry.owner(), RecordType.valueOf(entry.type())))) {
        records.add(meaning(entry));
      }
    }
    return records;
  }

  private static List<String> meaning(Entry entry) {
    List<String> words = new ArrayList<>();
    words.add(entry.owner());
    words.add(Integer.toString(entry.ttl()));
    words.add(entry.type());
    words.add(entry.origin());
    for (Token token : entry.data()) {
      words.add(token.quoted() + token.text());
    }
    if (entry.type().equals("SOA")) {
      words.remove(6); // The serial, which is checked apart.
    }
    return words;
  }
}
