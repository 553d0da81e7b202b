package dev.mtasts.apply;

import dev.mtasts.plan.Gate;
import dev.mtasts.provider.Handler;
import dev.mtasts.provider.Reading;
import dev.mtasts.provider.Resource;
import dev.mtasts.provider.Wanted;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Looks at each gate where its answer is: with the provider, or with the policy host itself. */
public final class Gates implements GateCheck {
  private final OpenProviders providers;
  private final ServedCheck served;

  /** Over the providers of a run and its view of policy hosts. */
  public Gates(OpenProviders providers, ServedCheck served) {
    this.providers = providers;
    this.served = served;
  }

  @Override
  public Optional<String> fault(Gate gate) {
    if (gate instanceof Gate.Issued issued) {
      return ask(
          () -> providers.certificates(issued.provider()),
          issued.certificate(),
          live -> live.issued() ? "" : live.state());
    }
    if (gate instanceof Gate.Deployed deployed) {
      return ask(
          () -> providers.hosts(deployed.provider()),
          deployed.host(),
          live -> live.deployed() ? "" : live.state());
    }
    if (gate instanceof Gate.LedThere led) {
      return served.fault(led);
    }
    return gate instanceof Gate.ServedThere there
        ? served.fault(there)
        : served.fault((Gate.Served) gate);
  }

  /** The state of what is live, "" where that is as it should be. */
  private static <R extends Resource> Optional<String> ask(
      Supplier<Handler<R>> handler, R expected, Function<R, String> state) {
    Reading<R> reading =
        Survey.ask(handler, List.of(new Wanted<>(expected, null)))
            .getOrDefault(expected.address(), new Reading.Absent<>());
    if (reading instanceof Reading.Live<R> live) {
      return Optional.of(state.apply(live.resource())).filter(text -> !text.isEmpty());
    }
    return Optional.of(
        reading instanceof Reading.Unread<R> unread
            ? unread.failure().because()
            : "it is not there (yet)");
  }
}
