package dev.mtasts.provider.zonefile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtasts.provider.RecordType;
import dev.mtasts.provider.zonefile.MasterLexer.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

class MasterFileTest {
  private static final String SOA = "@ 1h IN SOA ns1 hostmaster 7 2h 15m 4w 5m\n";

  @Test
  void goodFilesAreRead() throws MasterSyntaxException {
    good(SOA, 1);
    good("; comment\n\n \t\n" + SOA, 1);
    good("$TTL 1h\n@ SOA ns1 hostmaster 7 2h 15m 4w 5m", 1);
    good("$ttl 1h ; default\n@ SOA ns1 hostmaster (7 2h\n15m ; retry (\n4w\n5m)\n", 1);
    good(SOA + "a A 192.0.2.1\nb 2h A 192.0.2.1\nc 2h IN A 192.0.2.1\nd IN 2h A 192.0.2.1\n", 5);
    good(SOA + " in a 192.0.2.1\n\tIn aaaa ::1\n", 3);
    good(SOA + "a TXT \"; no comment ( \" ; comment )\n", 2);
    good(SOA + "a TXT un\\;quoted\\ text \\\"\n", 2);
    good(SOA + "a TXT \"one\"\"two\"three(\n\"four\" )\n", 2);
    good(SOA + "a\\.b A 192.0.2.1\n\\097 A 192.0.2.1\n\\@ A 192.0.2.1\n", 4);
    good(SOA + "a CAA 0 issue \"ca.example\"\nb TYPE65534 \\# 1 00\n", 3);
    good(SOA + "$GENERATE 1-9 host-$ A 192.0.2.$\n", 1);
    good("$ORIGIN example.\nacme 1h SOA ns1.acme hostmaster.acme 7 2h 15m 4w 5m\n", 1);
    good("acme.example. 1h SOA ns1 hostmaster 7 2h 15m 4w 5m\n", 1);
    good("ACME.Example. 1h SOA ns1 hostmaster 7 2h 15m 4w 5m\n", 1);
    good("@ SOA ns1 hostmaster 7 2h 15m 4w 5m\n@ NS ns1\n", 2);
    good("@ TYPE6 ns1 hostmaster 7 2h 15m 4w 5m\n", 1);
  }

  @Test
  void badFilesAreRefusedWithTheirLine() {
    bad("", "it has no SOA record");
    bad("$TTL 1h\nwww A 192.0.2.1\n", "it has no SOA record");
    bad(SOA + SOA, "line 2: a second SOA record");
    bad("$ORIGIN other.example.\n" + SOA, "line 2: the SOA record is of other.example, not");
    bad(SOA + "a TXT \"open\n", "line 2: a quoted string does not end on its line");
    bad(SOA + "a TXT \"open\\", "line 2: a quoted string does not end on its line");
    bad(SOA + "a TXT ( x\n\n", "line 2: a parenthesis is opened and never closed");
    bad(SOA + "a TXT x )\n", "line 2: a parenthesis is closed that was not opened");
    bad(SOA + "a TXT x\\\nb TXT y\n", "line 2: a backslash stands at the end of a line");
    bad(SOA + "$INCLUDE keys.db\n", "line 2: $INCLUDE: the file 'keys.db' may hold");
    bad(SOA + "$DATE 20260101\n", "line 2: the directive $DATE is unknown");
    bad(SOA + "$TTL soon\n", "line 2: 'soon' is not a TTL");
    bad(SOA + "$TTL\n", "line 2: '' is not a TTL");
    bad(SOA + "$ORIGIN\n", "line 2: '' has an empty label");
    bad(SOA + "$GENERATE 1-9 a$\n", "line 2: $GENERATE needs");
    bad(SOA + "a..b A 192.0.2.1\n", "line 2: 'a..b' has an empty label");
    bad(SOA + ".a A 192.0.2.1\n", "line 2: '.a' has an empty label");
    bad(SOA + "\\999 A 192.0.2.1\n", "line 2: '\\999' is not an octet");
    bad(SOA + "a CH TXT x\n", "line 2: the class CH is not IN");
    bad(SOA + "a 9999999999 A 192.0.2.1\n", "line 2: the TTL '9999999999' is longer");
    bad(SOA + "alone\n", "line 2: a record has no type");
    bad(SOA + "a 1h IN\n", "line 2: a record has no type");
    bad("  A 192.0.2.1\n" + SOA, "line 1: a record inherits its owner but none");
    bad("a A 192.0.2.1\n" + SOA, "line 1: a record has no TTL");
  }

  @Test
  void everyCharacterIsInOneStatement() throws MasterSyntaxException {
    String text = SOA + "\r\n;x\n  a A ( \n1 ) ; y\r\n\tend";
    StringBuilder joined = new StringBuilder();

    for (Statement statement : MasterLexer.statements(text)) {
      joined.append(text, statement.start(), statement.end());
    }

    assertThat(joined).hasToString(text);
  }

  @Test
  void ownersAndTtlsAreInheritedAsTheRfcsSay() throws MasterSyntaxException {
    MasterFile file =
        MasterFile.parse(
            "@ 1h SOA ns1 hostmaster 7 2h 15m 4w 5m\n  NS ns1\nA.Sub 60 TXT x\n TXT y\n"
                + "$TTL 2h\n TXT z\n$ORIGIN sub\nb TXT w\n$ORIGIN .\nc.acme.example TXT v\n",
            "acme.example");

    assertThat(file.entries().stream().map(e -> e.owner() + " " + e.ttl() + " " + e.type()))
        .containsExactly(
            "acme.example 3600 SOA",
            "acme.example 3600 NS",
            "a.sub.acme.example 60 TXT",
            "a.sub.acme.example 60 TXT",
            "a.sub.acme.example 7200 TXT",
            "b.sub.acme.example 7200 TXT",
            "c.acme.example 7200 TXT");
  }

  @Test
  void aSoaWithoutTtlGivesItsMinimumToTheOthers() throws MasterSyntaxException {
    MasterFile file =
        MasterFile.parse(
            "@ SOA ns1 hostmaster 7 2h 15m 4w 5m\na 60 A 192.0.2.1\nb A 192.0.2.2\n",
            "acme.example");

    assertThat(file.entries().stream().map(Entry::ttl)).containsExactly(300, 60, 300);
  }

  @Test
  void valuesAreDecoded() throws MasterSyntaxException {
    assertThat(values("a TXT \"v=STSv1; id=1;\"\n", RecordType.TXT))
        .containsExactly("v=STSv1; id=1;");
    assertThat(values("a TXT v=STSv1; id=1;\n", RecordType.TXT))
        .as("an unquoted semicolon starts a comment")
        .containsExactly("v=STSv1");
    assertThat(values("a TXT \"one\" two (\n\"\\116hree\" )\n", RecordType.TXT))
        .containsExactly("onetwothree");
    assertThat(values("a TXT \"\\\"\\\\\\;\\032\"\n", RecordType.TXT)).containsExactly("\"\\; ");
    assertThat(values("a TXT \"\"\n", RecordType.TXT)).containsExactly("");
    assertThat(values("a AAAA 2001:0DB8:0:0:1:0:0:0\n", RecordType.AAAA))
        .containsExactly("2001:db8:0:0:1::");
    assertThat(values("a AAAA ::\na AAAA ::1\na AAAA 1:0:2:3:4:5:6:7\n", RecordType.AAAA))
        .containsExactly("::", "::1", "1:0:2:3:4:5:6:7");
    assertThat(values("a CNAME Web\n", RecordType.CNAME)).containsExactly("web.acme.example");
    assertThat(values("a CNAME Web.CDN.example.\n", RecordType.CNAME))
        .containsExactly("web.cdn.example");
    assertThat(values("a CNAME @\n", RecordType.CNAME)).containsExactly("acme.example");
    assertThat(values("a TYPE16 x\n", RecordType.TXT)).containsExactly("x");
  }

  @Test
  void dataThatCannotBeToldIsNotGuessed() {
    assertThatThrownBy(() -> values("a A \\# 4 C0000201\n", RecordType.A))
        .hasMessage("line 2: the record is in the generic form of RFC 3597");
    assertThatThrownBy(() -> values("a TXT\n", RecordType.TXT))
        .hasMessage("line 2: the TXT record has no data");
  }

  @Test
  void namesThatAGenerateLineMayMakeAreKnown() throws MasterSyntaxException {
    MasterFile file =
        MasterFile.parse(
            SOA + "$GENERATE 1-9 mta-sts.d${0,2,d} A 192.0.2.$\n$GENERATE 1-9 x$ A 192.0.2.$\n",
            "acme.example");

    assertThat(file.mayGenerate("mta-sts.d04.acme.example")).isTrue();
    assertThat(file.mayGenerate("x4.acme.example")).isTrue();
    assertThat(file.mayGenerate("mta-sts.acme.example")).isFalse();
    assertThat(file.mayGenerate("mta-sts.d04.other.example")).isFalse();
  }

  private static void good(String text, int records) throws MasterSyntaxException {
    assertThat(MasterFile.parse(text, "acme.example").entries()).as(text).hasSize(records);
  }

  private static void bad(String text, String why) {
    assertThatThrownBy(() -> MasterFile.parse(text, "acme.example"))
        .as(text)
        .isInstanceOf(MasterSyntaxException.class)
        .hasMessageStartingWith(why);
  }

  private static List<String> values(String record, RecordType type) throws MasterSyntaxException {
    MasterFile file = MasterFile.parse(SOA + record, "acme.example");
    return List.copyOf(Held.in(file, "a.acme.example", type).orElseThrow().values());
  }
}
