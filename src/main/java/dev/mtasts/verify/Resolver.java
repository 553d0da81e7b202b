package dev.mtasts.verify;

import dev.mtasts.policy.DomainName;
import dev.mtasts.policy.Excerpt;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CAARecord;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TLSARecord;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/**
 * Asks DNS as a sending MTA does: the servers only, no hosts file, no search list and no cache of
 * our own, so that every question sees what is published now. Safe for several threads.
 */
public final class Resolver {
  private static final int DNS_PORT = 53;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int TRIES = 2;

  private final ExtendedResolver upstream;
  private final String servers;

  private Resolver(ExtendedResolver upstream, String servers) {
    this.upstream = upstream;
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
  public static Resolver at(String server, Duration patience) {
    SimpleResolver one = new SimpleResolver(socketAddress(server));
    one.setTimeout(patience.dividedBy(TRIES));
    ExtendedResolver upstream = new ExtendedResolver(List.of(one));
    upstream.setRetries(TRIES);
    upstream.setTimeout(patience);
    return new Resolver(upstream, server);
  }

  /** The A and AAAA records of {@code host}, CNAMEs followed. Waits for at most some seconds. */
  public Resolved addresses(DomainName host) {
    HostLook look = host(host.text());
    return new Resolved(look.addresses(), look.fault());
  }

  /** As {@link #addresses}, for any name that DNS carries, with what each family answered. */
  public HostLook host(String name) {
    CompletableFuture<Look<InetAddress>> ipv4 = ask(name, Type.A, Resolver::addresses);
    CompletableFuture<Look<InetAddress>> ipv6 = ask(name, Type.AAAA, Resolver::addresses);
    return new HostLook(ipv4.join(), ipv6.join());
  }

  /** The TXT records at a name such as {@code _mta-sts.example.com}, the strings of each joined. */
  public Look<String> txt(String name) {
    return ask(name, Type.TXT, Resolver::texts).join();
  }

  /** The MX records of a domain, the most preferred first. */
  public Look<Look.Mx> mx(DomainName domain) {
    return ask(domain.text(), Type.MX, Resolver::exchanges).join();
  }

  /** The CAA records at one name and no other; {@link #relevantCaa} is what a CA looks at. */
  public Look<Look.Caa> caa(String name) {
    return ask(name, Type.CAA, Resolver::authorizations).join();
  }

  /**
   * The CAA records that a CA obeys for a certificate of {@code host}: those of the first name that
   * has any, from {@code host} up to the top-level domain (RFC 8659 §3). {@link Look#name} says
   * where they are. An unanswered question ends the climb, for a CA may not go past it.
   */
  public Look<Look.Caa> relevantCaa(DomainName host) {
    String name = host.text();
    Look<Look.Caa> here = caa(name);
    for (int dot = name.indexOf('.'); dot > 0; dot = name.indexOf('.')) {
      if (here.found() || here.isUnanswered()) {
        return here;
      }
      name = name.substring(dot + 1);
      here = caa(name);
    }
    return here;
  }

  /** The TLSA records at a name such as {@code _25._tcp.mx.example.com}. */
  public Look<Look.Tlsa> tlsa(String name) {
    return ask(name, Type.TLSA, Resolver::associations).join();
  }

  private <T> CompletableFuture<Look<T>> ask(
      String name, int type, Function<List<Record>, List<T>> sorted) {
    return new Question(upstream, servers).ask(name, type, sorted);
  }

  private static List<String> texts(List<Record> records) {
    return records.stream().map(record -> joined((TXTRecord) record)).sorted().toList();
  }

  /** RFC 8461 §3.1: the strings of one record are joined, with nothing between them. */
  private static String joined(TXTRecord record) {
    StringBuilder out = new StringBuilder();
    for (byte[] part : record.getStringsAsByteArrays()) {
      out.append(new String(part, StandardCharsets.ISO_8859_1));
    }
    return out.toString();
  }

  private static List<Look.Mx> exchanges(List<Record> records) {
    return records.stream()
        .map(MXRecord.class::cast)
        .map(record -> new Look.Mx(record.getPriority(), Question.text(record.getTarget())))
        .distinct()
        .sorted(Comparator.comparingInt(Look.Mx::preference).thenComparing(Look.Mx::host))
        .toList();
  }

  private static List<Look.Caa> authorizations(List<Record> records) {
    return records.stream()
        .map(CAARecord.class::cast)
        .map(Resolver::authorization)
        .sorted(Comparator.comparing(Look.Caa::tag).thenComparing(Look.Caa::value))
        .toList();
  }

  private static Look.Caa authorization(CAARecord record) {
    return new Look.Caa(
        record.getFlags(),
        record.getTag().toLowerCase(Locale.ROOT),
        new String(record.getValueAsByteArray(), StandardCharsets.ISO_8859_1));
  }

  private static List<Look.Tlsa> associations(List<Record> records) {
    return records.stream()
        .map(TLSARecord.class::cast)
        .map(Resolver::association)
        .sorted(Comparator.comparingInt(Look.Tlsa::usage).thenComparing(Look.Tlsa::data))
        .toList();
  }

  private static Look.Tlsa association(TLSARecord record) {
    return new Look.Tlsa(
        record.getCertificateUsage(),
        record.getSelector(),
        record.getMatchingType(),
        HexFormat.of().formatHex(record.getCertificateAssociationData()));
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
