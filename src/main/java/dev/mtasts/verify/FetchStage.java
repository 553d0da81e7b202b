package dev.mtasts.verify;

import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Handshake;
import org.jspecify.annotations.Nullable;

/** Follows one fetch, so that an exchange that breaks is laid to the rule at which it was. */
final class FetchStage extends EventListener {
  private volatile Rule rule = Rule.POLICY_CONNECT;

  /** The rule that is being looked at now. */
  Rule rule() {
    return rule;
  }

  /** Whether there is, or was, a connection. */
  boolean connected() {
    return rule != Rule.POLICY_CONNECT;
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
