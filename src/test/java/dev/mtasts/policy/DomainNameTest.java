package dev.mtasts.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class DomainNameTest {
  @Test
  void aNameHasOneCanonicalForm() {
    assertThat(DomainName.parse("Example.COM.")).isEqualTo(new DomainName("example.com"));
    assertThatThrownBy(() -> new DomainName("Example.com")).hasMessageContaining("lower case");
    assertThatThrownBy(() -> new DomainName("example.com.")).hasMessageContaining("empty label");
  }

  @Test
  void theNamesOfTheThreePublishedThingsFollow() {
    DomainName domain = DomainName.parse("example.com");

    assertThat(domain.policyHost()).hasToString("mta-sts.example.com");
    assertThat(domain.policyUrl()).isEqualTo("https://mta-sts.example.com/.well-known/mta-sts.txt");
    assertThat(domain.recordName()).isEqualTo("_mta-sts.example.com");
    assertThat(domain.tlsRptName()).isEqualTo("_smtp._tls.example.com");
  }

  @Test
  void lengthsAreThoseOfDns() {
    String label = "a".repeat(63);
    String longest = String.join(".", label, label, label, "b".repeat(61));

    assertThat(longest).hasSize(253);
    assertThat(DomainName.parse(longest + ".")).hasToString(longest);
    assertThatThrownBy(() -> DomainName.parse("c." + longest)).hasMessageContaining("253");
    assertThatThrownBy(() -> DomainName.parse("a".repeat(64))).hasMessageContaining("63");
  }

  /** U+212A and U+0130 become ASCII letters in String.toLowerCase, and so another name. */
  @Test
  void lettersOutsideAsciiNeverTurnIntoAsciiOnes() {
    assertThatThrownBy(() -> DomainName.parse("\u212Aex.example")).hasMessageContaining("U+212A");
    assertThatThrownBy(() -> DomainName.parse("\u0130.example")).hasMessageContaining("U+0130");
  }

  @Test
  void theUsersLanguageChangesNothing() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("tr-TR"));
      assertThat(DomainName.parse("MIME.example")).hasToString("mime.example");
      assertThat(Mode.TESTING).hasToString("testing");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void aMessageNeverCarriesWhatATerminalObeys() {
    assertThatThrownBy(() -> DomainName.parse("a\u001b[2jb\u202e"))
        .hasMessageContaining("'a?[2jb?'")
        .hasMessageNotContaining("\u001b");
  }
}
