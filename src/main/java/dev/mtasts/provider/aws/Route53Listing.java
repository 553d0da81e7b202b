package dev.mtasts.provider.aws;

import dev.mtasts.provider.ProviderException;
import dev.mtasts.provider.aws.AwsErrors.Attempt;
import dev.mtasts.provider.aws.Route53Sets.SetKey;
import dev.mtasts.provider.aws.Route53Zones.Zone;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.route53.model.ListResourceRecordSetsRequest;
import software.amazon.awssdk.services.route53.model.ListResourceRecordSetsResponse;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/**
 * Reads names of one zone with as few requests as it can: the whole zone, 300 sets a page, or one
 * page from each name.
 *
 * <p>A page that begins at a name also shows its neighbours. What it shows is used; what it does
 * not show is asked for, because the order of names is Route 53's business and a name is only
 * called absent by the page that was asked for it.
 */
final class Route53Listing {
  private static final int PAGE = 300;

  private final Route53Calls calls;

  Route53Listing(Route53Calls calls) {
    this.calls = calls;
  }

  /**
   * Every stored set at the wanted names, by name and type.
   *
   * @throws ProviderException where the zone cannot be read
   */
  Map<SetKey, List<ResourceRecordSet>> read(Zone zone, Set<String> names) {
    Map<SetKey, List<ResourceRecordSet>> found = new HashMap<>();
    long pages = (zone.sets() + PAGE - 1) / PAGE;
    if (pages <= names.size()) {
      whole(zone, names, found);
    } else {
      byName(zone, names, found);
    }
    return found;
  }

  private void whole(Zone zone, Set<String> names, Map<SetKey, List<ResourceRecordSet>> found) {
    ListResourceRecordSetsRequest.Builder ask = ask(zone);
    while (true) {
      ListResourceRecordSetsResponse page = send(zone, ask);
      page.resourceRecordSets().forEach(set -> keep(set, names, found));
      if (!Boolean.TRUE.equals(page.isTruncated())) {
        return;
      }
      ask = from(zone, page);
    }
  }

  private void byName(Zone zone, Set<String> names, Map<SetKey, List<ResourceRecordSet>> found) {
    Set<String> settled = new HashSet<>();
    for (String name : names) {
      if (settled.contains(name)) {
        continue;
      }
      ListResourceRecordSetsResponse page = send(zone, ask(zone).startRecordName(name + "."));
      String cut = cut(page);
      // A name that the next page goes on with is not shown whole, unless it is the one asked for.
      Set<String> whole = new HashSet<>(owners(page));
      whole.retainAll(names);
      whole.removeAll(settled);
      whole.remove(cut);
      whole.add(name);
      page.resourceRecordSets().forEach(set -> keep(set, whole, found));
      settled.addAll(whole);
      while (name.equals(cut)) {
        page = send(zone, from(zone, page));
        cut = cut(page);
        page.resourceRecordSets().forEach(set -> keep(set, Set.of(name), found));
      }
    }
  }

  /** The name with which the next page begins; null on the last page. */
  private static @Nullable String cut(ListResourceRecordSetsResponse page) {
    return Boolean.TRUE.equals(page.isTruncated()) ? Route53Text.name(page.nextRecordName()) : null;
  }

  private static List<String> owners(ListResourceRecordSetsResponse page) {
    return page.resourceRecordSets().stream().map(s -> Route53Text.name(s.name())).toList();
  }

  private static void keep(
      ResourceRecordSet set, Set<String> names, Map<SetKey, List<ResourceRecordSet>> found) {
    Route53Sets.key(set)
        .filter(key -> names.contains(key.name()))
        .ifPresent(key -> found.computeIfAbsent(key, k -> new ArrayList<>()).add(set));
  }

  private static ListResourceRecordSetsRequest.Builder ask(Zone zone) {
    return ListResourceRecordSetsRequest.builder()
        .hostedZoneId(zone.id())
        .maxItems(Integer.toString(PAGE));
  }

  private static ListResourceRecordSetsRequest.Builder from(
      Zone zone, ListResourceRecordSetsResponse page) {
    return ask(zone)
        .startRecordName(page.nextRecordName())
        .startRecordType(page.nextRecordType())
        .startRecordIdentifier(page.nextRecordIdentifier());
  }

  private ListResourceRecordSetsResponse send(
      Zone zone, ListResourceRecordSetsRequest.Builder ask) {
    Attempt attempt =
        new Attempt(
            "read the hosted zone " + zone,
            "route53:ListResourceRecordSets",
            "arn:aws:route53:::hostedzone/" + zone.id());
    return calls.call(attempt, c -> c.listResourceRecordSets(ask.build()));
  }
}
