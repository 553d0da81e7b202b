package dev.mtasts.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * One protocol's place in a TXT record set that other tools may share: which values claim the
 * protocol, and which merely stand beside them.
 *
 * @param claiming values that senders would read as this protocol's record
 * @param beside all others; they are kept, whatever happens
 */
record TxtSlot(List<String> claiming, List<String> beside) {

  static TxtSlot of(List<String> values, Predicate<String> claims) {
    List<String> claiming = new ArrayList<>();
    List<String> beside = new ArrayList<>();
    values.forEach(value -> (claims.test(value) ? claiming : beside).add(value));
    return new TxtSlot(List.copyOf(claiming), List.copyOf(beside));
  }

  /** The values of the record set once {@code wanted} is the only claim in it. */
  List<String> holding(String wanted) {
    List<String> values = new ArrayList<>(beside);
    values.add(wanted);
    return values;
  }

  /** Whether {@code wanted} is the only claim already. */
  boolean isOnly(String wanted) {
    return claiming.equals(List.of(wanted));
  }
}
