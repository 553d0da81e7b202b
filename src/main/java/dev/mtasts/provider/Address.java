package dev.mtasts.provider;

import dev.mtasts.policy.DomainName;
import java.util.Comparator;

/**
 * The name of a resource in plans and ledgers, such as {@code acme.example/record}.
 *
 * @param domain the mail domain
 * @param part what the resource is to it
 */
public record Address(DomainName domain, Part part) implements Comparable<Address> {
  private static final Comparator<Address> ORDER =
      Comparator.comparing(Address::domain).thenComparing(Address::part);

  /**
   * Reads what {@link #toString} wrote.
   *
   * @throws IllegalArgumentException where the text is not an address
   */
  public static Address parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("'" + text + "' is not a resource address");
    }
    String word = text.substring(slash + 1);
    for (Part part : Part.values()) {
      if (part.word().equals(word)) {
        return new Address(new DomainName(text.substring(0, slash)), part);
      }
    }
    throw new IllegalArgumentException("'" + word + "' is not a part of a domain");
  }

  @Override
  public int compareTo(Address other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return domain + "/" + part;
  }
}
