package dev.mtasts.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How one domain is deployed, as data, and what is wrong with that: for tests that build it in this
 * process and for tests that build it with servers that other people wrote. It begins healthy.
 *
 * <p>{@code {domain}} stands for the domain in every text, {@code {host}} and {@code {other}} for
 * the addresses of the policy host; who builds it decides which those are.
 */
public final class Deployment {
  /** What listens at an address of the policy host. */
  public enum Listener {
    /** A web server over TLS 1.2 or later. */
    HTTPS,
    /** Nothing: connections are refused. */
    NOBODY,
    /** A server that refuses TLS 1.2 and later. */
    OLD_TLS,
    /** A web server without TLS. */
    PLAIN_HTTP
  }

  /**
   * The certificate at an address, from the authority that the test trusts unless it says other.
   */
  public enum Shown {
    /** For {@code mta-sts.{domain}}, valid for three months. */
    GOOD,
    /** For {@code *.{domain}}. */
    WILDCARD,
    /** For {@code www.{domain}}. */
    WRONG_NAME,
    /** The host as common name, and no alternative names. */
    COMMON_NAME_ONLY,
    /** For {@code mta*.{domain}}. */
    PARTIAL_WILDCARD,
    /** For {@code *.example}, two labels up. */
    WILDCARD_TOO_HIGH,
    /** Expired yesterday. */
    EXPIRED,
    /** Valid from tomorrow on. */
    NOT_YET_VALID,
    /** Expires in three days. */
    EXPIRES_SOON,
    /** Signs itself. */
    SELF_SIGNED,
    /** From an authority that nobody trusts. */
    UNTRUSTED,
    /** From an intermediate that is not sent. */
    WITHOUT_INTERMEDIATE
  }

  /** How fast an answer comes. */
  public enum Pace {
    /** At once. */
    PROMPT,
    /** A byte now and then, for longer than anybody waits. */
    TRICKLE,
    /** Not at all. */
    SILENT
  }

  /** What a sending MTA should make of it by the RFC. */
  public enum Sender {
    /** A policy it can use. */
    VALID,
    /** The record is there, but no valid policy can be fetched. */
    FETCH_ERROR,
    /** No MTA-STS: the record is missing, or not one. */
    NONE
  }

  /**
   * A record.
   *
   * @param owner relative to the domain, {@code @} for the domain itself
   * @param type such as {@code TXT}
   * @param data as in a master file; names without a final dot are relative to the domain
   */
  public record Rr(String owner, String type, String data) {
    static Rr of(String line) {
      String[] parts = line.split(" +", 3);
      return new Rr(parts[0], parts[1], parts[2]);
    }
  }

  /**
   * An answer.
   *
   * @param status the HTTP status
   * @param mediaType the {@code Content-Type}; "" for none
   * @param location the {@code Location}; "" for none
   * @param body what is sent, one byte a char
   */
  public record Answer(int status, String mediaType, String location, String body, Pace pace) {}

  /** What is at an address of the policy host. */
  public record Place(Listener listener, Shown shown, Answer answer) {}

  /** The body of a healthy deployment. */
  public static final String BODY =
      "version: STSv1\r\nmode: enforce\r\nmx: mx1.{domain}\r\nmx: *.mail.{domain}\r\n"
          + "max_age: 1209600\r\nid: 20260101T000000Z\r\n";

  private final String name;
  private final List<Rr> records = new ArrayList<>();
  private final List<String> failing = new ArrayList<>();
  private final Map<String, String> expected = new TreeMap<>();
  private Place host;
  private Place other;
  private Sender sender = Sender.VALID;

  /** A healthy one, under the domain {@code <name>.example}. */
  public Deployment(String name) {
    this.name = name;
    host = new Place(Listener.HTTPS, Shown.GOOD, good(BODY));
    other = host;
    with("_mta-sts TXT \"v=STSv1; id=20260101T000000Z;\"");
    with("_smtp._tls TXT \"v=TLSRPTv1; rua=mailto:tls@{domain};\"");
    with("mta-sts A {host}");
    with("@ MX 10 mx1").with("@ MX 20 backup.mail");
    with("mx1 A 192.0.2.25").with("backup.mail A 192.0.2.26");
  }

  private static Answer good(String body) {
    return new Answer(200, "text/plain; charset=utf-8", "", body, Pace.PROMPT);
  }

  /** Adds a record, written {@code owner TYPE data}. */
  public Deployment with(String line) {
    records.add(Rr.of(line));
    return this;
  }

  /** Takes away what the owner has of a type, written {@code owner TYPE}. */
  public Deployment without(String ownerAndType) {
    records.removeIf(rr -> (rr.owner() + " " + rr.type()).equals(ownerAndType));
    return this;
  }

  /** Has questions for {@code owner TYPE} answered with SERVFAIL. */
  public Deployment failing(String ownerAndType) {
    failing.add(ownerAndType);
    return this;
  }

  public Deployment listener(Listener listener) {
    host = new Place(listener, host.shown(), host.answer());
    return this;
  }

  public Deployment shows(Shown shown) {
    host = new Place(host.listener(), shown, host.answer());
    return this;
  }

  public Deployment answers(Answer answer) {
    host = new Place(host.listener(), host.shown(), answer);
    return this;
  }

  /** Serves another body, as a good host serves one. */
  public Deployment serves(String body) {
    return answers(good(body));
  }

  /** Serves the healthy body with something else in the place of a part of it. */
  public Deployment serves(String part, String instead) {
    if (!BODY.contains(part)) {
      throw new IllegalArgumentException(part);
    }
    return serves(BODY.replace(part, instead));
  }

  /** Gives the policy host a second address. */
  public Deployment second(Listener listener, String body) {
    other = new Place(listener, Shown.GOOD, good(body));
    return with("mta-sts A {other}");
  }

  /** What {@code verify} must say beside ok: a check's name and how it came out. */
  public Deployment says(String check, String status) {
    expected.put(check, status);
    return this;
  }

  public Deployment sender(Sender judgement) {
    sender = judgement;
    return this;
  }

  public String name() {
    return name;
  }

  public String domain() {
    return name + ".example";
  }

  /** The zone, where the policy host has these addresses. */
  public List<Rr> records(String hostAddress, String otherAddress) {
    return records.stream()
        .map(rr -> new Rr(rr.owner(), rr.type(), filled(rr.data(), hostAddress, otherAddress)))
        .toList();
  }

  private String filled(String text, String hostAddress, String otherAddress) {
    return text.replace("{domain}", domain())
        .replace("{host}", hostAddress)
        .replace("{other}", otherAddress);
  }

  /** Questions that the name server cannot answer, as {@code owner TYPE}. */
  public List<String> failing() {
    return List.copyOf(failing);
  }

  /** What is at {@code {host}}. */
  public Place host() {
    return filled(host);
  }

  /** What is at {@code {other}}, if the zone names that. */
  public Place other() {
    return filled(other);
  }

  private Place filled(Place place) {
    Answer answer = place.answer();
    return new Place(
        place.listener(),
        place.shown(),
        new Answer(
            answer.status(),
            answer.mediaType(),
            answer.location().replace("{domain}", domain()),
            answer.body().replace("{domain}", domain()),
            answer.pace()));
  }

  /** Whether the zone gives the policy host a second address. */
  public boolean hasOther() {
    return records.stream().anyMatch(rr -> rr.data().contains("{other}"));
  }

  /** Whether an answer is too slow for anybody. */
  public boolean slow() {
    return host.answer().pace() != Pace.PROMPT;
  }

  /** Checks that are not ok, by name: {@code error}, {@code warning} or {@code could_not_check}. */
  public Map<String, String> expected() {
    return Map.copyOf(expected);
  }

  public Sender sender() {
    return sender;
  }

  @Override
  public String toString() {
    return name;
  }
}
