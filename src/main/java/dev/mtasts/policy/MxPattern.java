package dev.mtasts.policy;

/**
 * One {@code mx} line of a policy: a host name, or {@code *.} before one (RFC 8461 §3.2).
 *
 * @param wildcard whether exactly one further label must stand before {@code domain} (§4.1)
 * @param domain the name, or what follows the {@code *.}
 */
public record MxPattern(boolean wildcard, DomainName domain) {
  private static final String WILDCARD = "*.";

  /**
   * Reads {@code mail.example.com} or {@code *.example.com}, in any case.
   *
   * @throws IllegalArgumentException saying which rule the text breaks
   */
  public static MxPattern parse(String text) {
    boolean wildcard = text.startsWith(WILDCARD);
    return new MxPattern(wildcard, DomainName.parse(wildcard ? text.substring(2) : text));
  }

  /** Whether a sender lets this pattern stand for {@code host}: {@code *} is one label, §4.1. */
  public boolean matches(DomainName host) {
    if (!wildcard) {
      return host.equals(domain);
    }
    int dot = host.text().indexOf('.');
    return dot > 0 && host.text().substring(dot + 1).equals(domain.text());
  }

  /**
   * As {@link #matches}, for a name as DNS has it, in lower case. That need not be a host name: a
   * sender compares labels, so a wildcard stands for {@code mx_1} too, which no policy can name.
   */
  public boolean covers(String name) {
    int dot = name.indexOf('.');
    return (wildcard && dot > 0 && name.indexOf('\\') < 0)
        ? name.substring(dot + 1).equals(domain.text())
        : name.equals(toString());
  }

  @Override
  public String toString() {
    return wildcard ? WILDCARD + domain : domain.text();
  }
}
