package dev.mtasts.provider.cloudflare;

import dev.mtasts.policy.DomainName;
import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Failure;
import dev.mtasts.provider.ProviderException;
import dev.mtasts.provider.RecordType;
import dev.mtasts.provider.Resource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Where a policy and its host are: {@code worker:mta-sts/mta-sts.acme.example}. Which of the
 * script's shards holds it is not part of it.
 *
 * @param script the script of the {@code host} block, which is also the first shard's name
 * @param host the policy host
 */
record WorkerPlace(String script, String host) {
  private static final String SCHEME = "worker:";

  /** What the API takes as a name, with room for a shard's number. */
  private static final Pattern NAME = Pattern.compile("[a-z0-9_][a-z0-9_-]{0,57}");

  static WorkerPlace of(String script, DomainName domain) {
    return new WorkerPlace(script, domain.policyHost().text());
  }

  /**
   * Reads what {@link #toString} wrote.
   *
   * @throws ProviderException where the script's name cannot be one
   */
  static WorkerPlace parse(String text) {
    int slash = text.lastIndexOf('/');
    if (!text.startsWith(SCHEME) || slash < 0) {
      throw new IllegalArgumentException("'" + text + "' is not of the form worker:script/host");
    }
    String script = text.substring(SCHEME.length(), slash);
    if (!NAME.matcher(script).matches()) {
      throw new Failure(
              Failure.Kind.REFUSED,
              "use the Worker script '" + script + "'",
              "a script's name has up to 58 lower-case letters, digits, '-' and '_', and does not"
                  + " begin with '-'",
              "Correct 'script' in the 'host' block.")
          .asException();
    }
    return new WorkerPlace(script, text.substring(slash + 1));
  }

  /** The name of a shard; the first is number 1. */
  static String shard(String script, int number) {
    return number == 1 ? script : script + "-" + number;
  }

  /** Which shard of {@code script} the script {@code name} would be; empty where it is none. */
  static OptionalInt number(String script, String name) {
    if (name.equals(script)) {
      return OptionalInt.of(1);
    }
    String rest = name.startsWith(script + "-") ? name.substring(script.length() + 1) : "";
    return rest.matches("[1-9][0-9]{0,3}") && !rest.equals("1")
        ? OptionalInt.of(Integer.parseInt(rest))
        : OptionalInt.empty();
  }

  /** The record that Cloudflare keeps at the host of a policy, by which its zone is found. */
  static DnsRecordSet record(Resource policy) {
    String host = parse(policy.place()).host();
    return new DnsRecordSet(policy.address(), host, RecordType.AAAA, 1, List.of("100::"), null);
  }

  /** The {@linkplain #record records} of several, in their order. */
  static List<DnsRecordSet> records(Collection<? extends Resource> policies) {
    return policies.stream().map(WorkerPlace::record).toList();
  }

  /**
   * The items by the names of their scripts, scripts and items in the order they came in.
   *
   * @param of what an item is about, whose place is of this form
   * @param failed is told of items whose script's name cannot be one
   */
  static <T> Map<String, List<T>> byScript(
      Collection<T> items, Function<T, ? extends Resource> of, BiConsumer<T, Failure> failed) {
    Map<String, List<T>> byScript = new LinkedHashMap<>();
    for (T item : items) {
      try {
        String script = parse(of.apply(item).place()).script();
        byScript.computeIfAbsent(script, name -> new ArrayList<>()).add(item);
      } catch (ProviderException e) {
        failed.accept(item, e.failure());
      }
    }
    return byScript;
  }

  @Override
  public String toString() {
    return SCHEME + script + "/" + host;
  }
}
