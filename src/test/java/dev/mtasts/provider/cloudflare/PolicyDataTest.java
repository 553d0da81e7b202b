package dev.mtasts.provider.cloudflare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PolicyDataTest {
  private static PolicyData of(String host, String body) {
    return new PolicyData(
        new TreeMap<>(Map.of(host, new PolicyData.Hosted("acme.example", body, true))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "version: STSv1\r\nmode: enforce\r\nmx: a.example\r\nmax_age: 1\r\nid: 7\r\n",
        "version: STSv1\nid:x1\nmode: none",
        "id: 1\r\nid: 2\r\n",
        "id: \r\n",
        "no id here",
        "",
        "\u00e9lise\u2028\"quoted\" \\ \ud83d\ude80",
        "mid: 7\r\n  id: 8\r\n"
      })
  void everyBodyComesBackToTheByte(String body) {
    PolicyData data = of("mta-sts.acme.example", body);

    assertThat(PolicyData.parse(data.text())).isEqualTo(data);
  }

  @Test
  void policiesThatDifferInTheirIdOnlyShareOneText() {
    TreeMap<String, PolicyData.Hosted> hosts = new TreeMap<>();
    for (int i = 0; i < 3; i++) {
      hosts.put(
          "mta-sts.d" + i + ".example",
          new PolicyData.Hosted("d" + i + ".example", "mode: none\r\nid: " + i + "\r\n", true));
    }

    String text = new PolicyData(hosts).text();

    assertThat(text).containsOnlyOnce("mode: none");
    assertThat(PolicyData.parse(text).hosts()).isEqualTo(hosts);
  }

  @Test
  void aBodyThatSomebodyElsePutThereIsNotOurs() {
    String text = of("mta-sts.acme.example", "mode: none").text().replace("none", "enforce");

    PolicyData.Hosted hosted = PolicyData.parse(text).hosts().get("mta-sts.acme.example");

    assertThat(hosted).isEqualTo(new PolicyData.Hosted("acme.example", "mode: enforce", false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{}",
        "{\"format\":2}",
        "{\"format\":1,\"hosts\":{\"a\":[0,0,\"\",\"\"]}}"
      })
  void whatIsNoDataModuleIsRefused(String text) {
    assertThatThrownBy(() -> PolicyData.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
