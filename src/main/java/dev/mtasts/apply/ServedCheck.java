package dev.mtasts.apply;

import dev.mtasts.plan.Gate;
import dev.mtasts.verify.Fetched;
import dev.mtasts.verify.PolicyFetcher;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Looks whether every address of a policy host serves a body, as a sender would fetch it. */
public final class ServedCheck implements AutoCloseable {
  private final Supplier<PolicyFetcher> opener;
  private @Nullable PolicyFetcher fetcher;

  /** Looks as a fetcher does, which is as a sender does; it is made for the first gate. */
  public ServedCheck(Supplier<PolicyFetcher> opener) {
    this.opener = opener;
  }

  Optional<String> fault(Gate.Served gate) {
    return fault(gate.body(), fetcher().fetch(gate.domain()));
  }

  /** The same at the addresses to which the host's own are about to move. */
  Optional<String> fault(Gate.ServedThere gate) {
    return fault(gate.body(), fetcher().fetch(gate.domain(), gate.targets()));
  }

  /** Whether the host's own addresses lead there by now. */
  Optional<String> fault(Gate.LedThere gate) {
    return fetcher().astray(gate.domain(), gate.targets());
  }

  private static Optional<String> fault(String body, List<Fetched> fetched) {
    // Bodies are compared as bytes; Fetched carries them one byte a char.
    String wanted = new String(body.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    List<Fetched> answers = Fetched.decisive(fetched);
    for (Fetched answer : answers) {
      if (answer.fault() != null) {
        return Optional.of(at(answer) + answer.fault());
      }
      if (!wanted.equals(answer.body())) {
        return Optional.of(at(answer) + "it serves another policy");
      }
    }
    return answers.isEmpty() ? Optional.of("the host has no address") : Optional.empty();
  }

  @Override
  public synchronized void close() {
    if (fetcher != null) {
      fetcher.close();
    }
  }

  private synchronized PolicyFetcher fetcher() {
    if (fetcher == null) {
      fetcher = opener.get();
    }
    return fetcher;
  }

  private static String at(Fetched answer) {
    return answer.address().isEmpty() ? "" : answer.address() + ": ";
  }
}
