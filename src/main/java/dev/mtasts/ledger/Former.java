package dev.mtasts.ledger;

import dev.mtasts.provider.Part;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The place where a policy was served before its host moved.
 *
 * @param block the domain's spec block as it was then
 * @param owned what is ours there, by part
 * @param until the moment from which nobody can be led there any more; null while addresses may
 */
public record Former(String block, Map<Part, Owned> owned, @Nullable Instant until) {
  /** Copies the map. */
  public Former {
    Map<Part, Owned> copy = new EnumMap<>(Part.class);
    copy.putAll(owned);
    owned = Collections.unmodifiableMap(copy);
  }
}
