package dev.mtasts.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.provider.RecordType;
import dev.mtasts.testing.Route53StandIn;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class Route53TextTest {
  @ParameterizedTest
  @CsvSource({
    "acme.example., acme.example",
    "\\052.Acme.example., *.acme.example",
    "a\\040b.example., a b.example",
    "_mta-sts.acme.example, _mta-sts.acme.example",
  })
  void aNameIsReadWithoutDotEscapesAndCase(String written, String name) {
    assertThat(Route53Text.name(written)).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "'\"v=STSv1; id=1;\"', 'v=STSv1; id=1;'",
        "'\"one \" \"two\"', 'one two'",
        "'\"one\"\"two\"', 'onetwo'",
        "'\"a\\\"b\\\\c\"', 'a\"b\\c'",
        "'\"\\303\\251\"', '\u00c3\u00a9'",
        "'bare', 'bare'",
        "'\"\"', ''",
      })
  void aTextIsReadWithoutQuotesAndEscapes(String stored, String text) {
    assertThat(Route53Text.decode(RecordType.TXT, stored)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "2001:0DB8:0:0:0:0:0:1, 2001:db8::1",
    "2001:db8:0:1:0:0:0:1, 2001:db8:0:1::1",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "0:0:0:0:0:0:0:0, ::",
    "::1, ::1",
    "fe80:0:0:0:0:0:0:0, fe80::",
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
  })
  void anIpv6AddressIsReadAsRfc5952WritesIt(String stored, String address) {
    assertThat(Route53Text.decode(RecordType.AAAA, stored)).isEqualTo(address);
  }

  @Test
  void anyTextOfOctetsSurvivesTheWayThereAndBack() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(600);
      for (int i = 0; i < length; i++) {
        text.append((char) (random.nextBoolean() ? random.nextInt(256) : "\"\\ ;0".charAt(i % 5)));
      }
      String stored = Route53Text.encode(RecordType.TXT, text.toString());

      assertThat(Route53Text.decode(RecordType.TXT, stored))
          .as("seed %s", seed)
          .isEqualTo(text.toString());
      // The stand-in's own reader, which refuses what the service would.
      assertThat(Route53StandIn.decoded(stored)).as("seed %s", seed).isEqualTo(text.toString());
    }
  }
}
