package dev.mtasts.verify;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one address of the policy host answered.
 *
 * @param address the IP address asked; "" where the fault is in the name, not at an address
 * @param body the bytes as text (ISO 8859-1, so that nothing is lost); null where a sender would
 *     not have accepted the answer
 * @param fault why a sender would not have accepted it; null where it would
 * @param section the rule's source, such as {@code RFC 8461 §3.3}; "" where there is no fault
 * @param unreachableFromHere whether the fault is this machine's, not the host's: it has no route
 *     to any address of that family, as a CI runner without IPv6. Nothing is known about the host
 */
public record Fetched(
    String address,
    @Nullable String body,
    @Nullable String fault,
    String section,
    boolean unreachableFromHere) {

  /** An answer that a sender accepts. */
  static Fetched served(String address, String body) {
    return new Fetched(address, body, null, "", false);
  }

  /** An answer, or none, that a sender does not accept. */
  static Fetched faulty(String address, String fault, String section) {
    return new Fetched(address, null, fault, section, false);
  }

  /** An address that this machine has no route to. */
  static Fetched outOfReach(String address, String fault) {
    return new Fetched(address, null, fault, PolicyFetcher.FETCHING, true);
  }

  /**
   * The answers that a gate must judge, all of them: those out of this machine's reach are left out
   * as soon as any other address could be asked, for waiting would not bring a route. Where nothing
   * could be asked they are all that is left, and since they are faults the gate stays shut: at
   * least one address must have served.
   */
  public static List<Fetched> decisive(List<Fetched> all) {
    List<Fetched> asked = all.stream().filter(one -> !one.unreachableFromHere()).toList();
    return asked.isEmpty() ? List.copyOf(all) : asked;
  }
}
