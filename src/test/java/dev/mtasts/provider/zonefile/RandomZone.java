package dev.mtasts.provider.zonefile;

import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.RecordType;
import dev.mtasts.provider.contract.RecordSetsContract;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Writes master files as wild as people and scripts write them, all valid, from a seed. */
final class RandomZone {
  static final List<String> DOMAINS = List.of("acme.example", "sub.acme.example", "a.acme.example");
  private static final String TRAPS = "abc019 ;()\"\\@$'=.,*#/-_";

  private final Random random;
  private final StringBuilder text = new StringBuilder();

  /** Comments that stand alone, or behind records that are not ours. */
  final List<String> comments = new ArrayList<>();

  private final boolean defaultTtl;
  private String origin = "acme.example";
  private String owner = "";

  RandomZone(Random random) {
    this.random = random;
    this.defaultTtl = random.nextInt(3) > 0;
    if (defaultTtl) {
      text.append("$TTL ").append(pick("1h", "300", "1h30m")).append('\n');
    }
    text.append(pick("@", "acme.example.")).append(" 1d IN SOA ns1 hostmaster ");
    text.append(pick("7 2h 15m 4w 5m\n", "( 2026110199 ; serial\n  2h 15m\n\n 4w 5m )\n"));
    owner = "acme.example";
    record("acme.example", "NS", "ns1", false);
    record("ns1.acme.example", "A", "192.0.2.53", false);
  }

  /** The file. */
  String text() {
    String all = text.toString();
    String bare = all.replaceAll("\n+$", "");
    // BIND does not take a directive as the last line without an end, so nobody has such a file.
    boolean directive = bare.charAt(bare.lastIndexOf('\n') + 1) == '$';
    String done = !directive && random.nextInt(4) == 0 ? bare : all;
    return random.nextInt(4) == 0 ? done.replace("\n", "\r\n") : done;
  }

  /** Appends record sets of the kinds that are managed, others, and noise, in any order. */
  RandomZone fill() {
    List<Runnable> parts = new ArrayList<>();
    for (DnsRecordSet set : randomSets(random)) {
      for (String value : set.values()) {
        parts.add(() -> ours(set, value));
      }
    }
    for (int i = random.nextInt(12); i > 0; i--) {
      parts.add(this::foreign);
    }
    for (int i = random.nextInt(8); i > 0; i--) {
      parts.add(this::noise);
    }
    Collections.shuffle(parts, random);
    parts.forEach(Runnable::run);
    return this;
  }

  /** Sets that may stand in one zone together. */
  static List<DnsRecordSet> randomSets(Random random) {
    List<DnsRecordSet> sets = new ArrayList<>();
    for (String domain : DOMAINS) {
      if (random.nextBoolean()) {
        sets.add(randomSet(random, domain, RecordType.TXT));
      }
      switch (random.nextInt(4)) {
        case 0 -> sets.add(randomSet(random, domain, RecordType.CNAME));
        case 1 -> sets.add(randomSet(random, domain, RecordType.A));
        case 2 -> {
          sets.add(randomSet(random, domain, RecordType.A));
          sets.add(randomSet(random, domain, RecordType.AAAA));
        }
        default -> {}
      }
    }
    return sets;
  }

  static DnsRecordSet randomSet(Random random, String domain, RecordType type) {
    int ttl = 60 * (1 + random.nextInt(100));
    if (type == RecordType.CNAME) {
      return RecordSetsContract.host(domain, type, "t" + random.nextInt(5) + ".cdn.example")
          .with(ttl, List.of("t" + random.nextInt(5) + ".cdn.example"));
    }
    List<String> values = new ArrayList<>();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      String value =
          switch (type) {
            case A -> "192.0.2." + random.nextInt(8);
            case AAAA -> "2001:db8::" + (1 + random.nextInt(8));
            default -> randomText(random);
          };
      if (!values.contains(value)) {
        values.add(value);
      }
    }
    return (type == RecordType.TXT
            ? RecordSetsContract.txt(domain, "any")
            : RecordSetsContract.host(domain, type, "any"))
        .with(ttl, values);
  }

  private static String randomText(Random random) {
    StringBuilder value = new StringBuilder();
    for (int i = random.nextInt(10) == 0 ? 300 : random.nextInt(12); i >= 0; i--) {
      value.append(TRAPS.charAt(random.nextInt(TRAPS.length())));
    }
    return value.toString();
  }

  private void ours(DnsRecordSet set, String value) {
    String data =
        switch (set.type()) {
          case TXT -> strings(value);
          case CNAME -> value + ".";
          case A, AAAA -> value;
        };
    line(set.name(), ttlWord(set.ttl()), set.type().name(), data, "");
  }

  private void foreign() {
    String name =
        random.nextBoolean()
            ? "_mta-sts." + DOMAINS.get(random.nextInt(3))
            : pick("www", "ftp", "*.x", "_sip._tcp") + "." + DOMAINS.get(random.nextInt(3));
    switch (random.nextInt(4)) {
      case 0 ->
          record(name, "MX", random.nextInt(99) + " " + pick("mail", "mx.cdn.example."), true);
      case 1 -> record(name, "HINFO", "\"a;b\" " + pick("( \"c d\"\n )", "\"e\""), true);
      case 2 -> record(name, "SRV", "1 2 ( 25\n\n  mail )", true);
      default -> record(name, "CAA", "0 issue \"ca.example; x=(y)\"", true);
    }
  }

  private void noise() {
    switch (random.nextInt(4)) {
      case 0 -> text.append(pick("\n", " \t\n", "\n\n"));
      case 1 -> {
        origin = DOMAINS.get(random.nextInt(3));
        text.append("$ORIGIN ").append(origin).append(".\n");
      }
      default -> text.append(pick("", "  ")).append(comment()).append('\n');
    }
  }

  private String comment() {
    String comment = "; note " + comments.size() + " \"(" + random.nextInt(1000);
    comments.add(comment);
    return comment;
  }

  private void record(String name, String type, String data, boolean mayComment) {
    String ttl = random.nextBoolean() ? "" : ttlWord(60 * random.nextInt(99));
    String comment = mayComment && random.nextInt(3) == 0 ? " " + comment() : "";
    line(name, ttl, type, data, comment);
  }

  private void line(String name, String ttl, String type, String data, String comment) {
    boolean inherit = name.equals(owner) && random.nextInt(3) > 0;
    text.append(inherit ? pick(" ", "\t", "    ") : spelled(name) + pick(" ", "\t\t"));
    String clazz = pick("", "IN", "in");
    String word = random.nextInt(4) == 0 ? type.toLowerCase(Locale.ROOT) : type;
    if (random.nextBoolean()) {
      text.append(ttl).append(' ').append(clazz).append(' ').append(word);
    } else {
      text.append(clazz).append(' ').append(ttl).append(' ').append(word);
    }
    boolean wrapped = random.nextInt(6) == 0 && !data.contains("(\n") && !data.contains("( ");
    text.append(wrapped ? " ( ; wrapped\n  " + data + "\n)" : " " + data).append(comment);
    text.append('\n');
    owner = name;
  }

  private String spelled(String name) {
    String cased = random.nextInt(4) == 0 ? name.toUpperCase(Locale.ROOT) : name;
    if (name.equals(origin) && random.nextBoolean()) {
      return "@";
    }
    boolean relative = name.endsWith("." + origin) && random.nextBoolean();
    return relative ? cased.substring(0, name.length() - origin.length() - 1) : cased + ".";
  }

  private String strings(String value) {
    StringBuilder strings = new StringBuilder();
    int start = 0;
    while (start < value.length()) {
      int end = Math.min(value.length(), start + 1 + random.nextInt(200));
      boolean quoted = random.nextBoolean();
      strings.append(quoted ? "\"" : "");
      for (char c : value.substring(start, end).toCharArray()) {
        boolean special = quoted ? "\"\\".indexOf(c) >= 0 : " ;()\"\\@$".indexOf(c) >= 0;
        if (random.nextInt(20) == 0) {
          strings.append(String.format(Locale.ROOT, "\\%03d", (int) c));
        } else {
          strings.append(special ? "\\" : "").append(c);
        }
      }
      strings.append(quoted ? "\"" : "").append(' ');
      start = end;
    }
    return strings.toString();
  }

  private String ttlWord(int seconds) {
    if (seconds % 60 == 0 && random.nextInt(3) == 0) {
      return seconds / 60 + pick("m", "M");
    }
    return Integer.toString(seconds);
  }

  private String pick(String... words) {
    return words[random.nextInt(words.length)];
  }
}
