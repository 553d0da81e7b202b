package dev.mtasts.provider.aws;

import dev.mtasts.policy.DomainName;
import dev.mtasts.provider.Address;
import dev.mtasts.provider.HostKind;
import dev.mtasts.provider.Option;
import dev.mtasts.provider.Part;
import dev.mtasts.provider.PolicyFile;
import dev.mtasts.provider.Progress;
import dev.mtasts.provider.Provider;
import dev.mtasts.provider.Settings;
import dev.mtasts.provider.Surroundings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The adapter as tests open it: without waiting for rates and changes. */
final class AwsTesting {
  static final AwsFactory FACTORY = new AwsFactory(time -> {}, Duration.ofSeconds(20), false);

  /** The same, as it treats Amazon itself: nothing is read before a conditional write. */
  static final AwsFactory TRUSTING = new AwsFactory(time -> {}, Duration.ofSeconds(20), true);

  /** Keys that a stand-in takes; it checks no signature. */
  static final Map<String, String> KEYS =
      Map.of("AWS_ACCESS_KEY_ID", "AKIDTEST", "AWS_SECRET_ACCESS_KEY", "canary/aws+secret");

  private AwsTesting() {}

  /** Opens it. */
  static Provider open(Map<String, Object> settings, Map<String, String> env) {
    return FACTORY.open("aws", new Settings(settings), surroundings(env));
  }

  /** Opens it as it treats Amazon itself. */
  static Provider openTrusting(Map<String, Object> settings, Map<String, String> env) {
    return TRUSTING.open("aws", new Settings(settings), surroundings(env));
  }

  /** A run's surroundings. */
  static Surroundings surroundings(Map<String, String> env) {
    return new Surroundings(env, Path.of("."), Clock.systemUTC(), Progress.SILENT);
  }

  /** The policy file of a domain as a spec without options would place it. */
  static PolicyFile file(String bucket, String domain, String body) {
    HostKind kind = FACTORY.hosts().get(0);
    Map<String, Object> host = new HashMap<>();
    for (Option option : kind.options()) {
      if (option.fallback() != null) {
        host.put(option.name(), option.fallback());
      }
    }
    host.put("bucket", bucket);
    DomainName name = new DomainName(domain);
    Settings settings = new Settings(host);
    return new PolicyFile(
        new Address(name, Part.POLICY),
        kind.locator().locate(name, Settings.NONE, settings),
        body,
        settings.text("cache_control"));
  }
}
