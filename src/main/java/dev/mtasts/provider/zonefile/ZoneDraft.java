package dev.mtasts.provider.zonefile;

import dev.mtasts.provider.Change;
import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Failure;
import dev.mtasts.provider.Outcome;
import dev.mtasts.provider.RecordType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A zone's file and what its record sets shall become: changes are compared, checked, collected.
 */
final class ZoneDraft {
  /** May stand beside a CNAME, RFC 4034 §2.5. */
  private static final Set<String> BESIDE_CNAME = Set.of("CNAME", "RRSIG", "NSEC", "KEY");

  private final MasterFile file;
  private final Map<SetKey, Optional<DnsRecordSet>> targets = new LinkedHashMap<>();

  ZoneDraft(MasterFile file) {
    this.file = file;
  }

  /** What the sets that change shall be; empty for those that go. */
  Map<SetKey, Optional<DnsRecordSet>> targets() {
    return targets;
  }

  /** Takes a change in, or says why not. */
  Outcome take(Change<DnsRecordSet> change, String tried) {
    DnsRecordSet subject = change.subject();
    try {
      Held now = now(subject);
      Held before = change.before() == null ? null : Held.of(change.before());
      Held after = change.after() == null ? null : Held.of(change.after());
      if (Objects.equals(now, after)) {
        return new Outcome.Done(null);
      }
      if (!Objects.equals(now, before)) {
        return Held.moved(before, now);
      }
      if (change.after() != null) {
        check(change.after());
      }
      targets.put(SetKey.of(subject), Optional.ofNullable(change.after()));
      return new Outcome.Done(null);
    } catch (MasterSyntaxException e) {
      return new Outcome.Failed(
          new Failure(
              Failure.Kind.REFUSED,
              tried,
              String.valueOf(e.getMessage()),
              "Correct the zone file or the spec, then plan again."));
    }
  }

  private @Nullable Held now(DnsRecordSet set) throws MasterSyntaxException {
    Optional<DnsRecordSet> target = targets.get(SetKey.of(set));
    if (target != null) {
      return target.map(Held::of).orElse(null);
    }
    return read(file, set).orElse(null);
  }

  /** What the file holds of a set, where it can be told. */
  static Optional<Held> read(MasterFile file, DnsRecordSet set) throws MasterSyntaxException {
    if (file.mayGenerate(set.name())) {
      throw new MasterSyntaxException("a $GENERATE line may make records at " + set.name());
    }
    return Held.in(file, set.name(), set.type());
  }

  private void check(DnsRecordSet after) throws MasterSyntaxException {
    Optional<String> cut = file.delegatedAt(after.name());
    if (cut.isPresent()) {
      throw new MasterSyntaxException(
          after.name() + " is not served from here: NS records delegate " + cut.get());
    }
    Set<String> others = typesAt(after.name());
    others.remove(after.type().name());
    if (after.type() == RecordType.CNAME) {
      others.removeAll(BESIDE_CNAME);
      if (!others.isEmpty() || after.values().size() > 1) {
        throw new MasterSyntaxException(
            "a CNAME at "
                + after.name()
                + " stands alone (RFC 1034 §3.6.2) but there is "
                + (others.isEmpty() ? "more than one" : String.join(", ", others)));
      }
    } else if (others.contains("CNAME")) {
      throw new MasterSyntaxException(
          "a CNAME is at " + after.name() + " and nothing may stand beside it (RFC 1034 §3.6.2)");
    }
    for (String value : after.values()) {
      // Too long or not octets: better known before anything is written.
      RecordData.line(after, value);
    }
  }

  private Set<String> typesAt(String name) {
    Set<String> types = new TreeSet<>();
    file.at(name).forEach(entry -> types.add(entry.type()));
    for (RecordType type : RecordType.values()) {
      Optional<DnsRecordSet> target = targets.get(new SetKey(name, type));
      if (target != null && target.isPresent()) {
        types.add(type.name());
      } else if (target != null) {
        types.remove(type.name());
      }
    }
    return types;
  }
}
