package dev.mtasts.provider.zonefile;

import static dev.mtasts.provider.contract.RecordSetsContract.host;
import static dev.mtasts.provider.contract.RecordSetsContract.txt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.RecordType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Each case is a text before and the whole text after, to the character. */
class MasterEditorTest {
  private static final String HEAD = "$TTL 1h\n@ SOA ns1 hostmaster 7 2h 15m 4w 5m\n@ NS ns1\n";
  private static final String HEAD_8 = HEAD.replace(" 7 ", " 8 ");
  private static final DnsRecordSet RECORD = txt("acme.example", "v=STSv1; id=1;");
  private static final DnsRecordSet NEXT = txt("acme.example", "v=STSv1; id=2;");
  private static final String LINE = "_mta-sts.acme.example. 300 IN TXT \"v=STSv1; id=1;\"\n";
  private static final String NEXT_LINE = LINE.replace("id=1", "id=2");

  @Test
  void aNewRecordGoesToTheEnd() throws MasterSyntaxException {
    assertThat(set(HEAD + "; the end\n", RECORD)).isEqualTo(HEAD_8 + "; the end\n" + LINE);
  }

  @Test
  void aLastLineWithoutTerminatorGetsOne() throws MasterSyntaxException {
    assertThat(set(HEAD + "www A 192.0.2.1", RECORD))
        .isEqualTo(HEAD_8 + "www A 192.0.2.1\n" + LINE);
  }

  @Test
  void aReplacedRecordIsWhereTheOldOneWas() throws MasterSyntaxException {
    String text = HEAD + "; before\n_mta-sts 300 TXT \"v=STSv1; id=1;\" ; old\n\n; after\n";

    assertThat(set(text, NEXT)).isEqualTo(HEAD_8 + "; before\n" + NEXT_LINE + "\n; after\n");
  }

  @Test
  void aDeletedRecordTakesItsLinesAndNoOther() throws MasterSyntaxException {
    String text =
        HEAD
            + "a A 192.0.2.1\n\n; about it\n_mta-sts ( ; opened\n  300 IN TXT\n"
            + "  \"v=STSv1; id=1;\" ; text\n ) ; closed\n; next\nb A 192.0.2.2\n";

    assertThat(remove(text, RECORD))
        .isEqualTo(HEAD_8 + "a A 192.0.2.1\n\n; about it\n; next\nb A 192.0.2.2\n");
  }

  @Test
  void aFollowerThatInheritedTheOwnerKeepsIt() throws MasterSyntaxException {
    String text =
        HEAD + "_mta-sts 300 TXT \"x\"\n\n; same owner\n\tAAAA 2001:db8::1\n\tHINFO a b\n";

    assertThat(remove(text, RECORD))
        .isEqualTo(
            HEAD_8 + "\n; same owner\n_mta-sts.acme.example.\tAAAA 2001:db8::1\n\tHINFO a b\n");
  }

  @Test
  void aRecordThatInheritedItsOwnerIsRemovedAlone() throws MasterSyntaxException {
    String text = HEAD + "_mta-sts A 192.0.2.1\n  TXT \"x\"\n  AAAA 2001:db8::1\nb A 192.0.2.2\n";

    assertThat(remove(text, RECORD))
        .isEqualTo(HEAD_8 + "_mta-sts A 192.0.2.1\n  AAAA 2001:db8::1\nb A 192.0.2.2\n");
  }

  @Test
  void aRecordInsertedBetweenOwnerAndHeirDoesNotTakeTheHeir() throws MasterSyntaxException {
    String text = HEAD + "_mta-sts 300 TXT \"x\"\n  TXT \"y\"\n  AAAA 2001:db8::1\n";

    assertThat(set(text, NEXT)).isEqualTo(HEAD_8 + NEXT_LINE + "  AAAA 2001:db8::1\n");
  }

  @Test
  void anHeirBehindAnotherOriginKeepsItsOwner() throws MasterSyntaxException {
    String text =
        HEAD + "_mta-sts TXT \"x\"\n$ORIGIN sub.acme.example.\n  A 192.0.2.1\n@ A 192.0.2.2\n";

    assertThat(remove(text, RECORD))
        .isEqualTo(
            HEAD_8
                + "$ORIGIN sub.acme.example.\n_mta-sts.acme.example.  A 192.0.2.1\n"
                + "@ A 192.0.2.2\n");
  }

  @Test
  void aValueThatStaysKeepsItsCharacters() throws MasterSyntaxException {
    String text =
        HEAD
            + "_mta-sts 5m IN TXT ( \"for\" \"eign\" ) ; theirs\n_MTA-STS 300 TXT \"v=STSv1; id=1;\"\n";

    assertThat(set(text, txt("acme.example", "foreign", "v=STSv1; id=2;")))
        .isEqualTo(HEAD_8 + "_mta-sts 5m IN TXT ( \"for\" \"eign\" ) ; theirs\n" + NEXT_LINE);
  }

  @Test
  void aNewTtlReplacesTheOldOneInPlace() throws MasterSyntaxException {
    String text =
        HEAD
            + "_mta-sts 1h IN TXT a ; one\n_mta-sts IN 2h TXT b\n_mta-sts IN TXT c\n"
            + "_mta-sts TXT d\n  TXT e ; five\n";

    assertThat(set(text, txt("acme.example", "a", "b", "c", "d", "e")))
        .isEqualTo(
            HEAD_8
                + "_mta-sts 300 IN TXT a ; one\n_mta-sts IN 300 TXT b\n_mta-sts 300 IN TXT c\n"
                + "_mta-sts 300 TXT d\n  300 TXT e ; five\n");
  }

  @Test
  void withoutADefaultTheFollowersKeepTheTtlThatTheyInherited() throws MasterSyntaxException {
    String head = "@ 1d SOA ns1 hostmaster 7 2h 15m 4w 5m\n  NS ns1\n";
    String text = head + "_mta-sts 60 TXT x\nwww A 192.0.2.1\nftp A 192.0.2.2\n";

    assertThat(remove(text, RECORD))
        .isEqualTo(head.replace(" 7 ", " 8 ") + "www 60 A 192.0.2.1\nftp A 192.0.2.2\n");
    assertThat(set(text, RECORD))
        .isEqualTo(head.replace(" 7 ", " 8 ") + LINE + "www 60 A 192.0.2.1\nftp A 192.0.2.2\n");
  }

  @Test
  void linesEndAsTheyDidBefore() throws MasterSyntaxException {
    String text = (HEAD + "_mta-sts TXT x\n  A 192.0.2.1\n").replace("\n", "\r\n");

    assertThat(set(text, RECORD))
        .isEqualTo((HEAD_8 + LINE + "  A 192.0.2.1\n").replace("\n", "\r\n"));
    assertThat(set(HEAD.replace("\n", "\r\n"), RECORD))
        .isEqualTo((HEAD_8 + LINE).replace("\n", "\r\n"));
  }

  @Test
  void theSerialIsReplacedWhereItStands() throws MasterSyntaxException {
    String soa =
        "$ORIGIN example.\nacme 2h IN SOA ns1.acme hostmaster.acme ( ; soa\n"
            + "\t2026112207 ; serial 2026112207\n\t2h ; refresh\n\t15m 4w\n\t5m )\n\n";

    assertThat(set(soa, RECORD)).isEqualTo(soa.replace("\t2026112207 ;", "\t8 ;") + LINE);
  }

  @Test
  void longAndAwkwardTextIsQuoted() throws MasterSyntaxException {
    String text = set(HEAD, txt("acme.example", "a\"b\\c;d\te" + "x".repeat(250) + "\u00e9"));

    assertThat(text)
        .endsWith(
            "_mta-sts.acme.example. 300 IN TXT \"a\\\"b\\\\c;d\\009e"
                + "x".repeat(246)
                + "\" \"xxxx\\233\"\n");
  }

  @Test
  void addressesAndAliasesAreWritten() throws MasterSyntaxException {
    assertThat(
            set(
                HEAD,
                host("a.acme.example", RecordType.A, "192.0.2.1", "192.0.2.2"),
                host("b.acme.example", RecordType.AAAA, "2001:DB8:0:0::1"),
                host("c.acme.example", RecordType.CNAME, "policies.cdn.example")))
        .isEqualTo(
            HEAD_8
                + "mta-sts.a.acme.example. 300 IN A 192.0.2.1\n"
                + "mta-sts.a.acme.example. 300 IN A 192.0.2.2\n"
                + "mta-sts.b.acme.example. 300 IN AAAA 2001:db8::1\n"
                + "mta-sts.c.acme.example. 300 IN CNAME policies.cdn.example.\n");
  }

  @Test
  void aRecordThatIsThereTwiceIsKeptOnceAndRemovedWhole() throws MasterSyntaxException {
    String text =
        HEAD + "_mta-sts 300 TXT \"v=STSv1; id=1;\"\n_mta-sts 300 TXT ( \"v=STSv1; id=1;\" )\n";

    assertThat(set(text, RECORD)).isEqualTo(HEAD_8 + "_mta-sts 300 TXT \"v=STSv1; id=1;\"\n");
    assertThat(remove(text, RECORD)).isEqualTo(HEAD_8);
  }

  @Test
  void aSerialThatIsNoNumberIsRefused() {
    for (String serial : new String[] {"1h", "-1", "4294967296", "99999999999", "x"}) {
      String text = HEAD.replace(" 7 ", " " + serial + " ");
      assertThatThrownBy(() -> MasterEditor.serial(MasterFile.parse(text, "acme.example")))
          .as(serial)
          .hasMessage("line 2: the serial '" + serial + "' is not a number");
    }
    assertThatThrownBy(
            () -> MasterEditor.serial(MasterFile.parse("$TTL 1\n@ SOA ns1 host\n", "acme.example")))
        .hasMessage("line 2: the SOA record has no serial");
  }

  @Test
  void theCheckSeesWhatAnEditMustNotDo() throws MasterSyntaxException {
    MasterFile file = MasterFile.parse(HEAD + "www A 192.0.2.1\n", "acme.example");
    Map<SetKey, Optional<DnsRecordSet>> targets = Map.of(SetKey.of(RECORD), Optional.of(RECORD));

    EditCheck.check(file, HEAD_8 + "www A 192.0.2.1\n" + LINE, targets, 8);
    for (String wrong :
        new String[] {
          HEAD_8 + "www A 192.0.2.1\n" + NEXT_LINE,
          HEAD_8 + "www A 192.0.2.1\n",
          HEAD_8 + LINE,
          HEAD_8 + "www A 192.0.2.2\n" + LINE,
          HEAD_8 + "www 5 A 192.0.2.1\n" + LINE,
          HEAD_8 + "web A 192.0.2.1\n" + LINE,
          HEAD_8 + "www A 192.0.2.1\n" + LINE + "more A 192.0.2.1\n",
          HEAD + "www A 192.0.2.1\n" + LINE,
          HEAD_8.replace("15m", "16m") + "www A 192.0.2.1\n" + LINE,
          HEAD_8 + "www A 192.0.2.1 (\n" + LINE,
        }) {
      assertThatThrownBy(() -> EditCheck.check(file, wrong, targets, 8))
          .as(wrong)
          .isInstanceOf(MasterSyntaxException.class);
    }
  }

  private static String set(String text, DnsRecordSet... after) throws MasterSyntaxException {
    Map<SetKey, Optional<DnsRecordSet>> targets = new LinkedHashMap<>();
    for (DnsRecordSet set : after) {
      targets.put(SetKey.of(set), Optional.of(set));
    }
    return edit(text, targets);
  }

  private static String remove(String text, DnsRecordSet set) throws MasterSyntaxException {
    return edit(text, Map.of(SetKey.of(set), Optional.empty()));
  }

  private static String edit(String text, Map<SetKey, Optional<DnsRecordSet>> targets)
      throws MasterSyntaxException {
    MasterFile file = MasterFile.parse(text, "acme.example");
    String edited = MasterEditor.edit(file, targets, 8);
    EditCheck.check(file, edited, targets, 8);
    return edited;
  }
}
