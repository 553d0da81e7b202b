package dev.mtasts.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What this machine's kernel says of itself, which no server on loopback can make it say. */
class AnswersTest {
  private static final String IPV6 = "2001:db8:0:0:0:0:0:1";
  private static final String IPV4 = "192.0.2.1";

  @Test
  void withoutIpv6NothingIsKnownAboutTheHost() {
    assertThat(judge(IPV6, wrapped("Network is unreachable")).unreachableFromHere()).isTrue();
    assertThat(judge(IPV6, wrapped("Cannot assign requested address")).unreachableFromHere())
        .isTrue();
    assertThat(
            judge(IPV6, new SocketException("Protocol family unavailable")).unreachableFromHere())
        .isTrue();
    assertThat(judge(IPV4, wrapped("Network is unreachable")).unreachableFromHere()).isTrue();
  }

  @Test
  void whatTheHostOrItsFirewallDoesIsItsFault() {
    assertThat(judge(IPV6, wrapped("Connection refused")).unreachableFromHere()).isFalse();
    assertThat(judge(IPV6, new NoRouteToHostException("No route to host")).unreachableFromHere())
        .isFalse();
    assertThat(judge(IPV4, wrapped("Cannot assign requested address")).unreachableFromHere())
        .isFalse();
  }

  @Test
  void anExceptionWithoutWordsStillSaysSomething() {
    assertThat(judge(IPV4, new IOException()).fault()).isEqualTo("the exchange broke: IOException");
  }

  private static Fetched judge(String address, IOException failure) {
    Answers answers = new Answers(address, Duration.ofSeconds(60), Duration.ofSeconds(10));
    Handshake handshake = new Handshake(Trust.platform(), "mta-sts.example.com");
    return answers.judge(failure, handshake, Rule.POLICY_CONNECT).fetched();
  }

  private static IOException wrapped(String message) {
    IOException outer = new ConnectException("Failed to connect to somewhere");
    outer.initCause(new ConnectException(message));
    return outer;
  }
}
