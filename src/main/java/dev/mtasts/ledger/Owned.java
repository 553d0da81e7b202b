package dev.mtasts.ledger;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A thing that is ours, as we last wrote it or took it over.
 *
 * @param provider the name of the provider in the spec
 * @param place where it stands, in the provider's words
 * @param values our own values in it: the TXT text, the addresses, or the policy's body
 * @param version the provider's name for this content; null where it has none
 */
public record Owned(String provider, String place, List<String> values, @Nullable String version) {
  /** Copies the values. */
  public Owned {
    values = List.copyOf(values);
  }
}
