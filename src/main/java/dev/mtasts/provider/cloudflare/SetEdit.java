package dev.mtasts.provider.cloudflare;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mtasts.provider.Change;
import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.RecordType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What must be sent so that a set becomes {@code after}. Objects that stay are not mentioned, so
 * that their comments, tags and settings stay; a value that gives way to another hands its object
 * on, so that proxying, tags and settings of an address survive.
 *
 * @param change the change it carries out
 * @param deletes ids of objects that go
 * @param patches fields of objects that change, with their ids
 * @param posts new objects
 */
record SetEdit(
    Change<DnsRecordSet> change,
    List<String> deletes,
    List<ObjectNode> patches,
    List<ObjectNode> posts) {

  /** Computes the edit of a set whose objects are {@code live}. */
  static SetEdit of(Change<DnsRecordSet> change, List<Entry> live) {
    DnsRecordSet after = change.after();
    if (after == null) {
      return new SetEdit(change, live.stream().map(Entry::id).toList(), List.of(), List.of());
    }
    Set<String> missing = new HashSet<>();
    after.values().forEach(value -> missing.add(Entry.key(after.type().name(), value)));
    List<ObjectNode> patches = new ArrayList<>();
    List<Entry> leaving = new ArrayList<>();
    for (Entry entry : live) {
      if (!missing.remove(entry.key())) {
        leaving.add(entry);
      } else if (!entry.proxied() && entry.ttl() != after.ttl()) {
        patches.add(patch(entry, after));
      }
    }
    // Our own objects change first; a foreign one is rather deleted than rewritten.
    leaving.sort(Comparator.comparing((Entry entry) -> !entry.ours()));
    boolean proxied = live.stream().anyMatch(Entry::proxied);
    List<ObjectNode> posts = new ArrayList<>();
    for (String value : after.values()) {
      if (!missing.contains(Entry.key(after.type().name(), value))) {
        continue;
      }
      if (leaving.isEmpty()) {
        posts.add(post(after, value, proxied));
      } else {
        patches.add(patch(leaving.remove(0), after, value));
      }
    }
    return new SetEdit(change, leaving.stream().map(Entry::id).toList(), patches, posts);
  }

  /** How many records it changes, as the batch limit counts them. */
  int size() {
    return deletes.size() + patches.size() + posts.size();
  }

  private static ObjectNode patch(Entry entry, DnsRecordSet after, String value) {
    ObjectNode patch = patch(entry, after);
    patch.put("content", Entry.content(after.type(), value));
    if (entry.comment().isBlank()) {
      patch.put("comment", Entry.MARK);
    }
    return patch;
  }

  /** With the fields that the published schema wants in every patch, though a few would do. */
  private static ObjectNode patch(Entry entry, DnsRecordSet after) {
    ObjectNode patch = node().put("id", entry.id());
    patch.put("type", entry.type()).put("name", entry.name());
    return patch.put("ttl", entry.proxied() ? 1 : after.ttl());
  }

  private static ObjectNode post(DnsRecordSet after, String value, boolean proxied) {
    ObjectNode post = node().put("type", after.type().name()).put("name", after.name());
    post.put("content", Entry.content(after.type(), value));
    post.put("ttl", proxied ? 1 : after.ttl());
    if (after.type() != RecordType.TXT) {
      post.put("proxied", proxied);
    }
    return post.put("comment", Entry.MARK);
  }

  private static ObjectNode node() {
    return JsonNodeFactory.instance.objectNode();
  }
}
