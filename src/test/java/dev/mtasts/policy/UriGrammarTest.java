package dev.mtasts.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of RFC 3986 §1.1.2 and the corners of its appendix A. */
class UriGrammarTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://ftp.is.co.za/rfc/rfc1808.txt",
        "http://www.ietf.org/rfc/rfc2396.txt",
        "ldap://[2001:db8::7]/c=GB?objectClass?one",
        "mailto:John.Doe@example.com",
        "news:comp.infosystems.www.servers.unix",
        "tel:+1-816-555-1212",
        "telnet://192.0.2.16:80/",
        "urn:oasis:names:specification:docbook:dtd:xml:4.1.2",
        "a:",
        "a:?b",
        "a:#b",
        "a:/",
        "a:b//c",
        "a://",
        "a://:",
        "a://u@:1/",
        "a://[::]",
        "a://[::1]",
        "a://[1::]",
        "a://[1:2:3:4:5:6:7:8]",
        "a://[1:2:3:4:5:6:7::]",
        "a://[1:2:3:4:5:6::8]",
        "a://[1:2:3:4:5::7:8]",
        "a://[::2:3:4:5:6:7:8]",
        "a://[::ffff:192.0.2.1]",
        "a://[1:2:3:4:5:6:192.0.2.255]",
        "a://[v1.a:b]",
        "a://%41%c3%bc"
      })
  void isAUri(String text) {
    assertThat(UriGrammar.matches(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "a",
        "//a",
        "/a",
        "1a:b",
        "a b:c",
        "a:b c",
        "a:\u00e9",
        "a:%",
        "a:%4",
        "a:%4g",
        "a:b#c#d",
        "a:[b]",
        "a://b:c",
        "a://b@c@d",
        "a://[::1",
        "a://[]",
        "a://[1]",
        "a://[1:2:3:4:5:6:7]",
        "a://[1:2:3:4:5:6:7:8:9]",
        "a://[1::2::3]",
        "a://[1:2:3:4:5:6:7:8::]",
        "a://[12345::]",
        "a://[::256.0.0.1]",
        "a://[::1.2.3]",
        "a://[::01.2.3.4]",
        "a://[v.a]",
        "a://[%31::]",
        "a://[v1.%31]"
      })
  void isNotAUri(String text) {
    assertThat(UriGrammar.matches(text)).isFalse();
  }
}
