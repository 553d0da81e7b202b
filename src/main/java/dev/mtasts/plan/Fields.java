package dev.mtasts.plan;

import dev.mtasts.policy.PolicyParser;
import dev.mtasts.policy.PolicyText;
import dev.mtasts.policy.Sha256;
import dev.mtasts.policy.StsRecord;
import dev.mtasts.provider.Action;
import dev.mtasts.provider.Certificate;
import dev.mtasts.provider.Change;
import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Part;
import dev.mtasts.provider.PolicyFile;
import dev.mtasts.provider.PolicyHost;
import dev.mtasts.provider.RecordType;
import dev.mtasts.provider.Resource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A change told field by field, in the words of the RFC, for people. */
public final class Fields {
  private static final String VALUE = "value";

  private Fields() {}

  /**
   * One field's change.
   *
   * @param sign {@code +} it comes, {@code -} it goes, {@code ~} it changes, {@code =} it stays
   * @param name the field
   * @param before its old value; null where it comes
   * @param after its new value; null where it goes
   */
  public record Diff(char sign, String name, @Nullable String before, @Nullable String after) {}

  /** What differs, in the order of the resource's own fields. */
  public static List<Diff> diff(Change<?> change) {
    Map<String, List<String>> before = of(change.before());
    Map<String, List<String>> after = of(change.after());
    Set<String> names = new LinkedHashSet<>(after.keySet());
    names.addAll(before.keySet());
    List<Diff> out = new ArrayList<>();
    for (String name : names) {
      List<String> old = before.getOrDefault(name, List.of());
      List<String> now = after.getOrDefault(name, List.of());
      if (old.size() == 1 && now.size() == 1 && !(name.equals(VALUE) && old.equals(now))) {
        if (!old.equals(now)) {
          out.add(new Diff('~', name, old.get(0), now.get(0)));
        }
        continue;
      }
      if (name.equals(VALUE)) {
        // Whoever shares the record set with us wants to see that nothing happens to their values.
        old.stream()
            .filter(now::contains)
            .forEach(value -> out.add(new Diff('=', name, value, value)));
      }
      old.stream()
          .filter(value -> !now.contains(value))
          .forEach(value -> out.add(new Diff('-', name, value, null)));
      now.stream()
          .filter(value -> !old.contains(value))
          .forEach(value -> out.add(new Diff('+', name, null, value)));
    }
    boolean silent =
        out.stream().allMatch(diff -> diff.sign() == '=') && change.action() == Action.UPDATE;
    return silent ? List.of(bytes(change)) : out;
  }

  /** The same fields, other bytes: an edited comment, other line ends, another order. */
  private static Diff bytes(Change<?> change) {
    return new Diff('~', "bytes", digest(change.before()), digest(change.after()));
  }

  private static String digest(@Nullable Resource resource) {
    String text = resource instanceof PolicyFile file ? file.body() : String.valueOf(resource);
    return "sha256:" + Sha256.hex(text.getBytes(StandardCharsets.UTF_8)).substring(0, 12) + "…";
  }

  /** The fields of a resource, each with its values; empty for none. */
  static Map<String, List<String>> of(@Nullable Resource resource) {
    if (resource instanceof PolicyFile file) {
      return policy(file);
    }
    if (resource instanceof PolicyHost host) {
      return host(host);
    }
    if (resource instanceof Certificate certificate) {
      return Map.of("name", certificate.names());
    }
    return resource instanceof DnsRecordSet set ? recordSet(set) : Map.of();
  }

  private static Map<String, List<String>> policy(PolicyFile file) {
    Map<String, List<String>> fields = new LinkedHashMap<>();
    PolicyText text = PolicyParser.parse(file.body());
    if (text.mode() != null) {
      fields.put("mode", List.of(text.mode()));
    }
    if (!text.mx().isEmpty()) {
      fields.put("mx", text.mx());
    }
    if (text.maxAge() != null) {
      fields.put("max_age", List.of(String.valueOf(text.maxAge())));
    }
    text.extensions().forEach((name, value) -> fields.put(name, List.of(value)));
    if (!file.cacheControl().isEmpty()) {
      fields.put("cache_control", List.of(file.cacheControl()));
    }
    return fields;
  }

  private static Map<String, List<String>> host(PolicyHost host) {
    Map<String, List<String>> fields = new LinkedHashMap<>();
    fields.put("name", host.names());
    if (!host.certificate().isEmpty()) {
      fields.put("certificate", List.of(host.certificate()));
    }
    host.settings().forEach((name, value) -> fields.put(name, List.of(value)));
    return fields;
  }

  private static Map<String, List<String>> recordSet(DnsRecordSet set) {
    Map<String, List<String>> fields = new LinkedHashMap<>();
    List<String> values = set.values();
    if (set.address().part() == Part.RECORD) {
      TxtSlot slot = TxtSlot.of(values, StsRecord::claims);
      List<String> ids = new ArrayList<>();
      for (String claim : slot.claiming()) {
        ids.add(StsRecord.parse(claim).validId().map(id -> id.text()).orElse(claim));
      }
      if (!ids.isEmpty()) {
        fields.put("id", ids);
      }
      values = slot.beside();
    }
    if (!values.isEmpty()) {
      fields.put(set.type() == RecordType.CNAME ? "target" : VALUE, values);
    }
    fields.put("ttl", List.of(String.valueOf(set.ttl())));
    return fields;
  }
}
