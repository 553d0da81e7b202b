package dev.mtasts.provider.zonefile;

import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Handler;
import dev.mtasts.provider.RecordType;
import dev.mtasts.provider.contract.RecordWorld;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Master;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;
import org.xbill.DNS.Zone;

/** A folder of zone files that dnsjava reads and writes: another program's view of our work. */
final class DnsjavaZones implements RecordWorld {
  private final Path folder;
  private final Handler<DnsRecordSet> handler;

  DnsjavaZones(Path folder, Handler<DnsRecordSet> handler) {
    this.folder = folder;
    this.handler = handler;
    for (String zone : List.of("acme.example", "other.example", "dept.other.example")) {
      write(zone, "$TTL 1h\n@ SOA ns1 hostmaster 7 2h 15m 4w 5m\n@ NS ns1\nns1 A 192.0.2.53\n");
    }
  }

  @Override
  public Handler<DnsRecordSet> handler() {
    return handler;
  }

  @Override
  public void put(String zone, String name, RecordType type, int ttl, List<String> values) {
    try {
      Name owner = Name.fromString(name + ".");
      Zone loaded = new Zone(Name.fromString(zone + "."), file(zone).toString());
      RRset old = loaded.findExactMatch(owner, Type.value(type.name()));
      if (old != null) {
        for (Record record : old.rrs()) {
          loaded.removeRecord(record);
        }
      }
      for (String value : values) {
        loaded.addRecord(record(owner, type, ttl, value));
      }
      write(zone, loaded.toMasterFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Optional<Found> get(String zone, String name, RecordType type) {
    try {
      return found(records(Files.readAllBytes(file(zone)), zone), name, type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All records of a master file, as dnsjava reads it. */
  static List<Record> records(byte[] text, String zone) throws IOException {
    try (Master master = new Master(new ByteArrayInputStream(text), Name.fromString(zone + "."))) {
      List<Record> records = new ArrayList<>();
      for (Record next = master.nextRecord(); next != null; next = master.nextRecord()) {
        records.add(next);
      }
      return records;
    }
  }

  /** The set among {@code records}. */
  static Optional<Found> found(List<Record> records, String name, RecordType type) {
    int ttl = -1;
    List<String> values = new ArrayList<>();
    for (Record record : records) {
      if (record.getName().toString(true).toLowerCase(Locale.ROOT).equals(name)
          && record.getType() == Type.value(type.name())) {
        if (ttl >= 0 && ttl != record.getTTL()) {
          throw new AssertionError("two TTLs in " + name + " " + type);
        }
        ttl = (int) record.getTTL();
        values.add(value(record));
      }
    }
    return values.isEmpty() ? Optional.empty() : Optional.of(new Found(ttl, values));
  }

  private static String value(Record record) {
    if (record instanceof TXTRecord txt) {
      ByteArrayOutputStream octets = new ByteArrayOutputStream();
      txt.getStringsAsByteArrays().forEach(octets::writeBytes);
      return octets.toString(StandardCharsets.ISO_8859_1);
    }
    if (record instanceof CNAMERecord alias) {
      return alias.getTarget().toString(true).toLowerCase(Locale.ROOT);
    }
    if (record instanceof AAAARecord six) {
      return RecordData.canonical(RecordType.AAAA, six.getAddress().getHostAddress());
    }
    return ((ARecord) record).getAddress().getHostAddress();
  }

  private static Record record(Name owner, RecordType type, int ttl, String value)
      throws IOException {
    return switch (type) {
      case TXT -> new TXTRecord(owner, DClass.IN, ttl, strings(value));
      case CNAME -> new CNAMERecord(owner, DClass.IN, ttl, Name.fromString(value + "."));
      case A -> new ARecord(owner, DClass.IN, ttl, InetAddress.getByName(value));
      case AAAA -> new AAAARecord(owner, DClass.IN, ttl, InetAddress.getByName(value));
    };
  }

  private static List<String> strings(String value) {
    List<String> strings = new ArrayList<>();
    for (int start = 0; start < value.length(); start += 200) {
      StringBuilder escaped = new StringBuilder();
      for (char c : value.substring(start, Math.min(start + 200, value.length())).toCharArray()) {
        escaped.append(String.format(Locale.ROOT, "\\%03d", (int) c));
      }
      strings.add(escaped.toString());
    }
    return strings;
  }

  private Path file(String zone) {
    return folder.resolve(zone + ".zone");
  }

  private void write(String zone, String text) {
    try {
      Files.writeString(file(zone), text, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
