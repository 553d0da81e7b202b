package dev.mtasts.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** RFC 8461 §3.1. */
class StsRecordTest {
  @TestFactory
  Stream<DynamicTest> goodRecords() {
    return Stream.of(
        good("v=STSv1; id=20160831085700Z;", "20160831085700Z"),
        good("v=STSv1; id=1", "1"),
        good("v=STSv1;id=1", "1"),
        good("v=STSv1;id=1;", "1"),
        good("v=STSv1; \t id=1 \t ; \t ", "1"),
        good("v=STSv1; id=" + "a".repeat(32) + ";", "a".repeat(32)),
        good("v=STSv1; id=AZaz09;", "AZaz09"),
        good("v=STSv1; foo=bar; id=1;", "1"),
        good("v=STSv1; id=1; foo=bar", "1"),
        good("v=STSv1; id=1; " + "a".repeat(32) + "=b;", "1"),
        good("v=STSv1; id=1; 9a_b-c.d=!\"#$%&'()*+,-./:<>?@[\\]^_`{|}~;", "1"),
        good("v=STSv1; id=1; ID=2;", "1"),
        good("v=STSv1; id=1; id=2;", "1"),
        good("v=STSv1; id=1; id=not-an-id;", "1"),
        good("v=STSv1; v=STSv1; id=1;", "1"));
  }

  @TestFactory
  Stream<DynamicTest> badRecords() {
    return Stream.of(
        bad("", "does not begin with 'v=STSv1;'"),
        bad("v=STSv1", "no 'id' field"),
        bad("v=STSv1;", "no field after 'v=STSv1;'"),
        bad("v=STSv1; ", "no field after 'v=STSv1;'"),
        bad("v=STSv1;;", "nothing between two ';'"),
        bad("v=STSv1;;id=1", "nothing between two ';'"),
        bad("v=STSv1; id=1;;", "nothing between two ';'"),
        bad("v=STSv1; id=1; ;", "nothing between two ';'"),
        bad(
            "v=STSv1 ; id=1;",
            "white space before the first ';': senders discard what does not begin v=STSv1;"),
        bad("v=STSv1; id=1 ", "trailing white space without a ';'"),
        bad("v=STSv1; id=1\t", "trailing white space without a ';'"),
        bad(" v=STSv1; id=1;", "does not begin with 'v=STSv1;'"),
        bad("V=STSv1; id=1;", "does not begin with 'v=STSv1;'"),
        bad("v=stsv1; id=1;", "does not begin with 'v=STSv1;'"),
        bad("v=STSv2; id=1;", "does not begin with 'v=STSv1;'"),
        bad("v=STSv12; id=1;", "does not begin with 'v=STSv1;'"),
        bad("v= STSv1; id=1;", "does not begin with 'v=STSv1;'"),
        bad("v =STSv1; id=1;", "does not begin with 'v=STSv1;'"),
        bad("id=1; v=STSv1;", "does not begin with 'v=STSv1;'"),
        bad("v=STSv1 id=1;", "does not begin with 'v=STSv1;'"),
        bad("v=STSv1, id=1", "does not begin with 'v=STSv1;'"),
        bad("\"v=STSv1; id=1;\"", "does not begin with 'v=STSv1;'"),
        bad("v=STSv1; ID=1;", "no 'id' field"),
        bad("v=STSv1; foo=bar;", "no 'id' field"),
        bad("v=STSv1; id=;", "an id has 1 to 32 characters: ''"),
        bad(
            "v=STSv1; id=" + "a".repeat(33),
            "an id has 1 to 32 characters: '" + "a".repeat(33) + "'"),
        bad("v=STSv1; id=a-b;", "an id has only ASCII letters and digits: 'a-b'"),
        bad("v=STSv1; id=2026+1;", "an id has only ASCII letters and digits: '2026+1'"),
        bad("v=STSv1; id= 1;", "an id has only ASCII letters and digits: ' 1'"),
        bad("v=STSv1; id=\"1\";", "an id has only ASCII letters and digits: '\"1\"'"),
        bad("v=STSv1; id=a-b; id=1;", "an id has only ASCII letters and digits: 'a-b'"),
        bad("v=STSv1; id =1;", "'id ' is not a field name"),
        bad("v=STSv1; id=1; foo", "'foo' has no '='"),
        bad("v=STSv1; id=1; =x", "'' is not a field name"),
        bad("v=STSv1; id=1; -a=x", "'-a' is not a field name"),
        bad("v=STSv1; id=1; a b=x", "'a b' is not a field name"),
        bad(
            "v=STSv1; id=1; " + "a".repeat(33) + "=x",
            "'" + "a".repeat(33) + "' is not a field name"),
        bad("v=STSv1; id=1; a=", "'a' has a value that is not allowed: ''"),
        bad("v=STSv1; id=1; a=b=c", "'a' has a value that is not allowed: 'b=c'"),
        bad("v=STSv1; id=1; a=b c", "'a' has a value that is not allowed: 'b c'"),
        bad("v=STSv1; id=1; a=b\tc", "'a' has a value that is not allowed: 'b?c'"),
        bad("v=STSv1; id=1; a=b; a=", "'a' has a value that is not allowed: ''"),
        bad("v=STSv1; id=1; id=", "'id' has a value that is not allowed: ''"),
        bad("v=STSv1; v=; id=1", "'v' has a value that is not allowed: ''"),
        bad("v=STSv1; id=é;", "U+00E9 does not belong in a record"),
        bad("v=STSv1;\u00a0id=1;", "U+00A0 does not belong in a record"),
        bad("v=STSv1;\u000bid=1;", "U+000B does not belong in a record"),
        bad("v=STSv1; id=1;\n", "U+000A does not belong in a record"),
        bad("v=STSv1; id=1\r", "U+000D does not belong in a record"),
        bad("v=STSv1; id=1\u0000", "U+0000 does not belong in a record"),
        bad("v=STSv1; id=1\u007f", "U+007F does not belong in a record"));
  }

  @Test
  void aRepeatedFieldIsAWarningAndItsFirstValueCounts() {
    StsRecord record = StsRecord.parse("v=STSv1; id=1; a=b; id=2; a=c; v=STSv2;", 7);

    assertThat(record.findings())
        .containsExactly(
            Finding.warning(7, "'id' is given again; the first counts", "RFC 8461 §3.1"),
            Finding.warning(7, "'a' is given again; the first counts", "RFC 8461 §3.1"),
            Finding.warning(7, "'v' is given again; the first counts", "RFC 8461 §3.1"));
    assertThat(record.validId()).contains(new PolicyId("1"));
    assertThat(record.extensions()).containsExactly(Map.entry("a", "b"));
  }

  @Test
  void aSenderCountsOnlyWhatBeginsWithTheVersionAndItsSemicolon() {
    assertThat(StsRecord.claims("v=STSv1;")).isTrue();
    assertThat(StsRecord.claims("v=STSv1; nonsense")).isTrue();
    assertThat(StsRecord.claims("v=STSv1 ; id=1;")).isFalse();
    assertThat(StsRecord.claims("v=STSv1")).isFalse();
    assertThat(StsRecord.claims("v=spf1 -all")).isFalse();
  }

  @Test
  void whatIsRenderedIsRead() {
    String text = StsRecord.render(new PolicyId("20261101T000000Z"));

    assertThat(text).isEqualTo("v=STSv1; id=20261101T000000Z;");
    assertThat(StsRecord.parse(text).findings()).isEmpty();
    assertThat(StsRecord.parse(text).validId()).contains(new PolicyId("20261101T000000Z"));
  }

  private static DynamicTest good(String text, String id) {
    return DynamicTest.dynamicTest(
        text, () -> assertThat(StsRecord.parse(text).validId()).contains(new PolicyId(id)));
  }

  private static DynamicTest bad(String text, String why) {
    return DynamicTest.dynamicTest(
        Excerpt.of(text) + " – " + Excerpt.of(why),
        () -> {
          StsRecord record = StsRecord.parse(text);
          assertThat(record.findings()).contains(Finding.error(1, why, "RFC 8461 §3.1"));
          assertThat(record.validId()).isEmpty();
        });
  }
}
