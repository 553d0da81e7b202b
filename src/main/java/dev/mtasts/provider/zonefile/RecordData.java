package dev.mtasts.provider.zonefile;

import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.RecordType;
import dev.mtasts.provider.zonefile.MasterLexer.Token;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;

/** The data of records: read into the form of {@link DnsRecordSet#values}, and written. */
final class RecordData {
  private RecordData() {}

  /**
   * The value of a TXT, A, AAAA or CNAME record.
   *
   * @throws MasterSyntaxException where it is missing or in the generic form of RFC 3597
   */
  static String value(Entry entry) throws MasterSyntaxException {
    List<Token> data = entry.data();
    int line = entry.statement().line();
    if (data.isEmpty()) {
      throw new MasterSyntaxException(line, "the " + entry.type() + " record has no data");
    }
    if (!data.get(0).quoted() && data.get(0).text().equals("\\#")) {
      throw new MasterSyntaxException(line, "the record is in the generic form of RFC 3597");
    }
    RecordType type = RecordType.valueOf(entry.type());
    if (type == RecordType.TXT) {
      StringBuilder text = new StringBuilder();
      for (Token string : data) {
        text.append(MasterText.string(string.text()));
      }
      return text.toString();
    }
    String word = data.get(0).text();
    return canonical(type, type == RecordType.CNAME ? MasterText.name(word, entry.origin()) : word);
  }

  /** A record as a line of a master file, without its terminator. */
  static String line(DnsRecordSet set, String value) throws MasterSyntaxException {
    String data =
        switch (set.type()) {
          case TXT -> MasterText.quote(value);
          case CNAME -> value + ".";
          case A, AAAA -> value;
        };
    return set.name() + ". " + set.ttl() + " IN " + set.type() + " " + data;
  }

  /** The one spelling of a value that is compared; addresses as in RFC 5952. */
  static String canonical(RecordType type, String value) {
    return switch (type) {
      case TXT, A -> value;
      case CNAME -> {
        String lower = value.toLowerCase(Locale.ROOT);
        yield lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
      }
      case AAAA -> shortest(value.toLowerCase(Locale.ROOT));
    };
  }

  private static String shortest(String address) {
    // Only what cannot be a host name: that would be looked up.
    if (!address.matches("[0-9a-f:.]*:[0-9a-f:.]*")) {
      return address;
    }
    try {
      InetAddress parsed = InetAddress.getByName(address);
      return parsed instanceof Inet6Address ? compress(parsed.getAddress()) : address;
    } catch (UnknownHostException e) {
      return address;
    }
  }

  private static String compress(byte[] octets) {
    int[] groups = new int[8];
    for (int i = 0; i < groups.length; i++) {
      groups[i] = ((octets[2 * i] & 0xff) << 8) | (octets[2 * i + 1] & 0xff);
    }
    int gap = -1;
    int gapLength = 1; // A single zero group is not shortened, RFC 5952 §4.2.2.
    for (int i = 0; i < groups.length; i++) {
      int length = 0;
      while (i + length < groups.length && groups[i + length] == 0) {
        length++;
      }
      if (length > gapLength) {
        gap = i;
        gapLength = length;
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < groups.length; i++) {
      if (i == gap) {
        text.append("::");
        i += gapLength - 1;
      } else {
        boolean first = text.isEmpty() || text.charAt(text.length() - 1) == ':';
        text.append(first ? "" : ":").append(Integer.toHexString(groups[i]));
      }
    }
    return text.toString();
  }
}
