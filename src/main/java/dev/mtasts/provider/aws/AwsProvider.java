package dev.mtasts.provider.aws;

import dev.mtasts.provider.Address;
import dev.mtasts.provider.Certificate;
import dev.mtasts.provider.Change;
import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Handler;
import dev.mtasts.provider.Outcome;
import dev.mtasts.provider.PolicyFile;
import dev.mtasts.provider.PolicyHost;
import dev.mtasts.provider.Provider;
import dev.mtasts.provider.Reading;
import dev.mtasts.provider.Resource;
import dev.mtasts.provider.Wanted;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One account and region, opened for a run. The session, and with it the SDK, is made when a
 * handler is first asked to work: loading it takes half a second that other runs need not pay.
 */
final class AwsProvider implements Provider {
  private final Supplier<AwsSession> maker;
  private @Nullable AwsSession session;

  AwsProvider(Supplier<AwsSession> maker) {
    this.maker = maker;
  }

  @Override
  public Optional<Handler<DnsRecordSet>> records() {
    return Optional.of(new Deferred<>(AwsSession::records));
  }

  @Override
  public Optional<Handler<PolicyFile>> files() {
    return Optional.of(new Deferred<>(AwsSession::files));
  }

  @Override
  public Optional<Handler<PolicyHost>> hosts() {
    return Optional.of(new Deferred<>(AwsSession::hosts));
  }

  @Override
  public Optional<Handler<Certificate>> certificates() {
    return Optional.of(new Deferred<>(AwsSession::certificates));
  }

  @Override
  public synchronized void close() {
    if (session != null) {
      session.close();
    }
  }

  private synchronized AwsSession session() {
    if (session == null) {
      session = maker.get();
    }
    return session;
  }

  /** Asks the session for the handler at each call; without anything to do it makes none. */
  private final class Deferred<R extends Resource> implements Handler<R> {
    private final Function<AwsSession, Handler<R>> handler;

    Deferred(Function<AwsSession, Handler<R>> handler) {
      this.handler = handler;
    }

    @Override
    public Map<Address, Reading<R>> read(Collection<Wanted<R>> wanted) {
      return wanted.isEmpty() ? Map.of() : handler.apply(session()).read(wanted);
    }

    @Override
    public Map<Address, Outcome> write(Collection<Change<R>> changes) {
      return changes.isEmpty() ? Map.of() : handler.apply(session()).write(changes);
    }
  }
}
