package dev.mtasts.apply;

import dev.mtasts.policy.DomainName;
import dev.mtasts.policy.StsRecord;
import dev.mtasts.provider.Address;
import dev.mtasts.provider.Change;
import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Part;
import dev.mtasts.provider.PolicyFile;
import dev.mtasts.provider.Reading;
import dev.mtasts.provider.Resource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One domain as the Internet has it: records, MX, and a policy host with several edges. */
final class SimZone {
  /** For how long resolvers remember that there is nothing. */
  private static final int NEGATIVE = 300;

  final DomainName name;

  /** For how long resolvers keep the MX records; fixed for the year. */
  final int mxTtl;

  Set<String> mx = new LinkedHashSet<>();
  @Nullable PolicyFile file;
  final Map<Part, DnsRecordSet> records = new EnumMap<>(Part.class);

  /** What some edge may still serve, until {@link #settled}; null stands for nothing. */
  private final List<@Nullable String> older = new ArrayList<>();

  final SimStages stages = new SimStages();

  private long settled;
  private int version;
  private final Memory[] resolvers;

  /** What one resolver remembers of the domain. */
  private static final class Memory {
    List<String> txt = List.of();
    long txtUntil = -1;
    Set<String> mx = Set.of();
    long mxUntil = -1;
  }

  SimZone(DomainName name, int mxTtl, int resolvers) {
    this.name = name;
    this.mxTtl = mxTtl;
    this.resolvers = new Memory[resolvers];
    for (int i = 0; i < resolvers; i++) {
      this.resolvers[i] = new Memory();
    }
  }

  /** Sets the file; edges follow within {@code lag} seconds. */
  void put(@Nullable PolicyFile next, long now, long lag) {
    if (now >= settled) {
      older.clear();
    }
    older.add(file == null ? null : file.body());
    settled = Math.max(settled, now + lag);
    file = next;
    version++;
  }

  /** Makes {@code change} happen. */
  void make(Change<?> change, long now, long lag) {
    Resource after = change.after();
    if (change.subject() instanceof PolicyFile) {
      put((PolicyFile) after, now, lag);
    } else if (after == null) {
      records.remove(change.address().part());
    } else {
      records.put(change.address().part(), (DnsRecordSet) after);
    }
  }

  /** Whether what {@code change} starts from is there. */
  boolean stands(Change<?> change) {
    Resource before = change.before();
    if (change.subject() instanceof PolicyFile) {
      String found = file == null ? null : file.body();
      return before == null ? found == null : ((PolicyFile) before).body().equals(found);
    }
    DnsRecordSet found = records.get(change.address().part());
    return before == null
        ? found == null
        : found != null && ((DnsRecordSet) before).sameData(found);
  }

  Reading<PolicyFile> readFile() {
    return file == null ? new Reading.Absent<>() : new Reading.Live<>(file, "v" + version, false);
  }

  Reading<DnsRecordSet> readRecords(Part part) {
    DnsRecordSet set = records.get(part);
    return set == null ? new Reading.Absent<>() : new Reading.Live<>(set, null, false);
  }

  /** What a sender gets from the edge that it happens to reach; null for nothing. */
  @Nullable String fetch(long now, Random random) {
    if (!reachable()) {
      return null;
    }
    int which = now >= settled ? older.size() : random.nextInt(older.size() + 1);
    return which < older.size() ? older.get(which) : file == null ? null : file.body();
  }

  /** Whether every edge serves {@code body}. */
  boolean serves(String body, long now) {
    return now >= settled && reachable() && file != null && file.body().equals(body);
  }

  private boolean reachable() {
    return records.containsKey(Part.ADDRESS_CNAME);
  }

  /** How many records claim the protocol. */
  long claims() {
    DnsRecordSet set = records.get(Part.RECORD);
    return set == null ? 0 : set.values().stream().filter(StsRecord::claims).count();
  }

  /** The TXT values that a resolver tells. */
  List<String> txt(int resolver, long now) {
    Memory memory = resolvers[resolver];
    if (memory.txtUntil <= now) {
      DnsRecordSet set = records.get(Part.RECORD);
      memory.txt = set == null ? List.of() : set.values();
      memory.txtUntil = now + (set == null ? NEGATIVE : set.ttl());
    }
    return memory.txt;
  }

  /** Whether some resolver still tells of a record, so that a sender may ask for the policy. */
  boolean remembered(long now) {
    return Arrays.stream(resolvers)
        .filter(memory -> memory.txtUntil > now)
        .anyMatch(memory -> memory.txt.stream().anyMatch(StsRecord::claims));
  }

  /** The hosts that a resolver tells. */
  Set<String> mx(int resolver, long now) {
    Memory memory = resolvers[resolver];
    if (memory.mxUntil <= now) {
      memory.mx = Set.copyOf(mx);
      memory.mxUntil = now + mxTtl;
    }
    return memory.mx;
  }

  Address at(Part part) {
    return new Address(name, part);
  }
}
