package dev.mtasts.verify;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.time.Duration;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Handshake;
import org.jspecify.annotations.Nullable;

/** Follows one fetch, so that an exchange that breaks is laid to the rule at which it was. */
final class FetchStage extends EventListener {
  private volatile Rule rule = Rule.POLICY_CONNECT;
  private volatile @Nullable Long since;

  /** The rule that is being looked at now. */
  Rule rule() {
    return rule;
  }

  /** Whether there is, or was, a connection. */
  boolean connected() {
    return rule != Rule.POLICY_CONNECT;
  }

  /** How long it has been going on; a fetch that still waits for its turn has taken no time. */
  Duration took() {
    Long start = since;
    return start == null ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - start);
  }

  @Override
  public void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
    since = System.nanoTime();
  }

  @Override
  public void secureConnectStart(Call call) {
    rule = Rule.POLICY_TLS;
  }

  @Override
  public void secureConnectEnd(Call call, @Nullable Handshake handshake) {
    rule = Rule.POLICY_ANSWER;
  }
}
