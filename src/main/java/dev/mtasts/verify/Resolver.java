package dev.mtasts.verify;

import dev.mtasts.policy.DomainName;
import dev.mtasts.policy.Excerpt;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;
import org.xbill.DNS.lookup.RedirectLoopException;
import org.xbill.DNS.lookup.RedirectOverflowException;
import org.xbill.DNS.lookup.ServerFailedException;

/**
 * Asks DNS as a sending MTA does: the servers only, no hosts file, no search list and no cache of
 * our own, so that every question sees what is published now. Safe for several threads.
 */
public final class Resolver {
  private static final int DNS_PORT = 53;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int TRIES = 2;

  private final LookupSession session;
  private final String servers;

  private Resolver(ExtendedResolver upstream, String servers) {
    this.session = LookupSession.builder().resolver(upstream).build();
    this.servers = servers;
  }

  /** The servers that this machine is set up with. */
  public static Resolver system() {
    ExtendedResolver upstream = new ExtendedResolver();
    upstream.setTimeout(PATIENCE);
    return new Resolver(upstream, "the system's DNS servers");
  }

  /**
   * One server.
   *
   * @param server {@code HOST[:PORT]}; an IPv6 address with a port stands in brackets
   * @throws IllegalArgumentException saying what is wrong with {@code server}
   */
  public static Resolver at(String server) {
    return at(server, PATIENCE);
  }

  /** As {@link #at(String)}; {@code patience} is for all tries of a question together. */
  static Resolver at(String server, Duration patience) {
    SimpleResolver one = new SimpleResolver(socketAddress(server));
    one.setTimeout(patience.dividedBy(TRIES));
    ExtendedResolver upstream = new ExtendedResolver(List.of(one));
    upstream.setRetries(TRIES);
    upstream.setTimeout(patience);
    return new Resolver(upstream, server);
  }

  /** The A and AAAA records of {@code host}, CNAMEs followed. Waits for at most some seconds. */
  public Resolved addresses(DomainName host) {
    Name name;
    try {
      name = Name.fromString(host.text() + ".");
    } catch (TextParseException e) {
      throw new IllegalArgumentException(host + " is not a name that DNS can carry", e);
    }
    CompletableFuture<Answer> ipv4 = ask(name, Type.A);
    CompletableFuture<Answer> ipv6 = ask(name, Type.AAAA);
    Answer a = ipv4.join();
    Answer aaaa = ipv6.join();
    List<InetAddress> addresses = new ArrayList<>(a.addresses());
    addresses.addAll(aaaa.addresses());
    boolean certain = a.failure() == null && aaaa.failure() == null;
    return new Resolved(addresses, fault(host, a, aaaa, addresses.isEmpty()), certain);
  }

  private static @Nullable String fault(DomainName host, Answer a, Answer aaaa, boolean nothing) {
    for (Answer answer : List.of(a, aaaa)) {
      if (answer.failure() != null) {
        return answer.failure();
      }
    }
    if (!nothing) {
      return null;
    }
    return a.noName() || aaaa.noName()
        ? host + " does not exist in DNS (NXDOMAIN)"
        : host + " has neither an A nor an AAAA record";
  }

  /** What one question brought: addresses, or no such name, or neither, or no answer at all. */
  private record Answer(List<InetAddress> addresses, boolean noName, @Nullable String failure) {}

  private CompletableFuture<Answer> ask(Name name, int type) {
    return session
        .lookupAsync(name, type)
        .handle(
            (result, failure) ->
                failure == null
                    ? new Answer(addresses(result.getRecords()), false, null)
                    : nothing(name, type, failure))
        .toCompletableFuture();
  }

  private Answer nothing(Name name, int type, Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof NoSuchDomainException) {
      return new Answer(List.of(), true, null);
    }
    if (cause instanceof NoSuchRRSetException) {
      return new Answer(List.of(), false, null);
    }
    String question = name.toString(true) + " " + Type.string(type);
    return new Answer(List.of(), false, trouble(question, cause));
  }

  private String trouble(String question, Throwable cause) {
    if (cause instanceof ServerFailedException) {
      return "DNS could not answer for " + question + " (SERVFAIL from " + servers + ")";
    }
    if (cause instanceof RedirectLoopException || cause instanceof RedirectOverflowException) {
      return "DNS leads " + question + " round in a circle of CNAMEs";
    }
    String why = Excerpt.of(String.valueOf(cause.getMessage()));
    return "no usable DNS answer for " + question + " from " + servers + ": " + why;
  }

  private static List<InetAddress> addresses(List<Record> records) {
    return records.stream()
        .map(Resolver::octets)
        .sorted(Arrays::compareUnsigned)
        .map(Resolver::address)
        .distinct()
        .toList();
  }

  private static byte[] octets(Record record) {
    return record instanceof ARecord a
        ? a.getAddress().getAddress()
        : ((AAAARecord) record).getAddress().getAddress();
  }

  private static InetAddress address(byte[] octets) {
    try {
      return InetAddress.getByAddress(octets);
    } catch (UnknownHostException e) {
      throw new AssertionError("an address has 4 or 16 octets", e);
    }
  }

  private static InetSocketAddress socketAddress(String server) {
    // One colon sets the port off; several are an IPv6 address, whose port needs brackets.
    int colon = server.lastIndexOf(':');
    boolean bracketed = server.startsWith("[");
    boolean port = bracketed ? colon > server.indexOf(']') : colon == server.indexOf(':');
    String host = port && colon >= 0 ? server.substring(0, colon) : server;
    String bare = bracketed ? host.replaceAll("^\\[|\\]$", "") : host;
    InetSocketAddress at;
    try {
      int number = port && colon >= 0 ? Integer.parseInt(server.substring(colon + 1)) : DNS_PORT;
      at = new InetSocketAddress(bare, number);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'" + Excerpt.of(server) + "' is not HOST[:PORT] of a DNS server", e);
    }
    if (bare.isEmpty() || at.isUnresolved()) {
      throw new IllegalArgumentException(
          "the DNS server '" + Excerpt.of(server) + "' has no address");
    }
    return at;
  }
}
