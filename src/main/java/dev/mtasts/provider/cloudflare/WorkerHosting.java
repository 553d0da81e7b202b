package dev.mtasts.provider.cloudflare;

import dev.mtasts.policy.DomainName;
import dev.mtasts.provider.Address;
import dev.mtasts.provider.Front;
import dev.mtasts.provider.HostKind;
import dev.mtasts.provider.Option;
import dev.mtasts.provider.Part;
import dev.mtasts.provider.PolicyHost;
import dev.mtasts.provider.Settings;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The host kind {@code worker}: policies as data of a Worker, each host a custom domain of it. */
final class WorkerHosting {
  /**
   * How many zones one script may serve, by
   * https://developers.cloudflare.com/workers/platform/limits/.
   */
  static final int MOST_ZONES = 1_000;

  private static final String SCRIPT = "script";

  /** Where a CNAME of a zone with a CNAME setup leads: below the host's own name. */
  private static final String CNAME_SETUP = ".cdn.cloudflare.net";

  /** What the spec can say. */
  static final HostKind KIND =
      new HostKind(
          "worker",
          List.of(
              Option.withDefault(
                  SCRIPT,
                  Option.Type.TEXT,
                  "mta-sts",
                  "The Worker script that holds the policies; its further shards are called"
                      + " {script}-2, {script}-3 and so on.")),
          (domain, provider, host) -> WorkerPlace.of(host.text(SCRIPT), domain).toString(),
          Optional.of((domain, group, provider, host) -> front(domain, host)));

  private WorkerHosting() {}

  private static Front front(DomainName domain, Settings host) {
    WorkerPlace place = WorkerPlace.of(host.text(SCRIPT), domain);
    TreeMap<String, String> settings = new TreeMap<>();
    settings.put(CustomDomains.SCRIPT, place.script());
    PolicyHost wish =
        new PolicyHost(
            new Address(domain, Part.HOST),
            place.toString(),
            List.of(place.host()),
            settings,
            "",
            place.host() + CNAME_SETUP,
            false,
            "");
    return new Front(wish, Optional.empty(), List.of(), true, true);
  }
}
