package dev.mtasts.provider.cloudflare;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Handler;
import dev.mtasts.provider.PolicyFile;
import dev.mtasts.provider.PolicyHost;
import dev.mtasts.provider.Provider;
import dev.mtasts.provider.RecordType;
import dev.mtasts.provider.Settings;
import dev.mtasts.provider.Surroundings;
import dev.mtasts.provider.contract.RecordWorld;
import dev.mtasts.testing.CloudflareRate;
import dev.mtasts.testing.CloudflareStandIn;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The stand-in and the adapter before it, with a clock that waiting turns. */
final class CloudflareWorld implements RecordWorld, AutoCloseable {
  private static final Pattern STRING = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

  final CloudflareStandIn standIn = new CloudflareStandIn();
  final List<Duration> waits = new ArrayList<>();
  final List<String> progress = new ArrayList<>();
  private CloudflareRate rate = CloudflareRate.still(1_200, Duration.ofMinutes(5));
  private final Provider provider;
  private final Settings settings;
  private final Map<String, String> env;
  private final int mostZones;

  CloudflareWorld() {
    this(CloudflareStandIn.TOKEN, Settings.NONE);
  }

  CloudflareWorld(String token, Settings settings) {
    this(token, settings, Map.of(), WorkerHosting.MOST_ZONES);
  }

  CloudflareWorld(String token, Settings settings, Map<String, String> moreEnv, int mostZones) {
    standIn.rate(rate);
    standIn.workers().mostZones(mostZones);
    this.settings = settings;
    this.mostZones = mostZones;
    env = new TreeMap<>(moreEnv);
    env.put("CLOUDFLARE_API_TOKEN", token);
    env.put("CLOUDFLARE_BASE_URL", standIn.baseUrl());
    provider = another();
  }

  /** Another provider over the same account, as another run has it. */
  Provider another() {
    Surroundings surroundings =
        new Surroundings(
            env, Path.of("."), Clock.systemUTC(), (what, done, total) -> progress.add(what));
    return CloudflareFactory.open("cf", settings, surroundings, this::sleep, mostZones);
  }

  private void sleep(Duration time) {
    waits.add(time);
    rate.advance(time);
  }

  void rate(CloudflareRate other) {
    rate = other;
    standIn.rate(other);
  }

  Duration waited() {
    return waits.stream().reduce(Duration.ZERO, Duration::plus);
  }

  @Override
  public Handler<DnsRecordSet> handler() {
    return provider.records().orElseThrow();
  }

  Handler<PolicyFile> files() {
    return provider.files().orElseThrow();
  }

  Handler<PolicyHost> hosts() {
    return provider.hosts().orElseThrow();
  }

  @Override
  public void put(String zone, String name, RecordType type, int ttl, List<String> values) {
    standIn.zone(zone).clear(name, type.name());
    for (String value : values) {
      standIn.zone(zone).add(name, type.name(), ttl, type == RecordType.TXT ? quote(value) : value);
    }
  }

  @Override
  public Optional<Found> get(String zone, String name, RecordType type) {
    List<? extends JsonNode> records = standIn.zone(zone).records(name, type.name());
    List<Integer> ttls = records.stream().map(r -> r.path("ttl").asInt()).distinct().toList();
    if (ttls.size() > 1) {
      throw new AssertionError(name + " " + type + " has the TTLs " + ttls);
    }
    return records.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Found(
                ttls.get(0),
                records.stream().map(r -> unquote(r.path("content").asText())).toList()));
  }

  @Override
  public boolean marks() {
    return true;
  }

  @Override
  public void close() {
    provider.close();
    standIn.close();
  }

  /** In strings of 100 characters, which is not how the adapter cuts. */
  private static String quote(String text) {
    List<String> strings = new ArrayList<>();
    for (int i = 0; i == 0 || i < text.length(); i += 100) {
      String part = text.substring(i, Math.min(text.length(), i + 100));
      strings.add('"' + part.replace("\\", "\\\\").replace("\"", "\\\"") + '"');
    }
    return String.join(" ", strings);
  }

  private static String unquote(String content) {
    if (!content.startsWith("\"")) {
      return content;
    }
    StringBuilder text = new StringBuilder();
    Matcher string = STRING.matcher(content);
    while (string.find()) {
      text.append(string.group(1).replaceAll("\\\\(.)", "$1"));
    }
    return text.toString();
  }
}
