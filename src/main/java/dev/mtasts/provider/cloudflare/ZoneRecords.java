package dev.mtasts.provider.cloudflare;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mtasts.provider.Failure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads what a zone holds at some names, with one listing or with one request per name, whichever
 * takes fewer requests.
 */
final class ZoneRecords {
  /** Documented maximum of a page. */
  private static final int PAGE = 5_000;

  private static final int LISTINGS = 2;

  private final CloudflareClient client;

  ZoneRecords(CloudflareClient client) {
    this.client = client;
  }

  /**
   * All records at {@code names}, whatever their type, by name; no key where there is none.
   *
   * @throws dev.mtasts.provider.ProviderException where the zone cannot be read
   */
  Map<String, List<Entry>> at(Zone zone, Collection<String> names) {
    Set<String> wanted = new LinkedHashSet<>(names);
    if (wanted.size() == 1) {
      return byName(zone, wanted);
    }
    for (int listing = 1; ; listing++) {
      Map<String, Entry> seen = new HashMap<>();
      Reply.Ok first = page(zone, 1, seen);
      int pages = first.info().path("total_pages").asInt(1);
      if (pages - 1 > wanted.size()) {
        return byName(zone, wanted);
      }
      for (int page = 2; page <= pages; page++) {
        pages = Math.max(pages, page(zone, page, seen).info().path("total_pages").asInt(1));
      }
      // Records that come or go in between shift the pages, and one may fall through.
      int total = first.info().path("total_count").asInt(seen.size());
      if (pages <= 1 || seen.size() == total) {
        return grouped(seen.values(), wanted);
      }
      if (listing == LISTINGS) {
        throw new Failure(
                Failure.Kind.UNAVAILABLE,
                "list the records of the Cloudflare zone " + zone.name(),
                "its records changed while they were listed",
                "Run again when nobody else is changing the zone.")
            .asException();
      }
    }
  }

  private Map<String, List<Entry>> byName(Zone zone, Set<String> names) {
    List<Entry> found = new ArrayList<>();
    for (String name : names) {
      Map<String, String> query = new TreeMap<>();
      query.put("name.exact", name);
      query.put("per_page", Integer.toString(PAGE));
      get(zone, query).result().forEach(json -> found.add(Entry.from(json)));
    }
    return grouped(found, names);
  }

  private Reply.Ok page(Zone zone, int page, Map<String, Entry> seen) {
    Map<String, String> query = new TreeMap<>();
    query.put("page", Integer.toString(page));
    query.put("per_page", Integer.toString(PAGE));
    query.put("order", "name");
    Reply.Ok answer = get(zone, query);
    for (JsonNode json : answer.result()) {
      Entry entry = Entry.from(json);
      seen.put(entry.id(), entry);
    }
    return answer;
  }

  private Reply.Ok get(Zone zone, Map<String, String> query) {
    return client.get(
        "list the records of the Cloudflare zone " + zone.name(),
        "zones/" + zone.id() + "/dns_records",
        query);
  }

  private static Map<String, List<Entry>> grouped(Collection<Entry> entries, Set<String> names) {
    Map<String, List<Entry>> grouped = new HashMap<>();
    for (Entry entry : entries) {
      if (names.contains(entry.name())) {
        grouped.computeIfAbsent(entry.name(), name -> new ArrayList<>()).add(entry);
      }
    }
    return grouped;
  }
}
