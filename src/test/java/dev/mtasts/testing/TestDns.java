package dev.mtasts.testing;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CAARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TLSARecord;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * A small DNS server on loopback, UDP and TCP on one port, that answers from a table. A name that
 * is not in the table does not exist; one that is, but not with the type asked, has no data.
 */
public final class TestDns implements AutoCloseable {
  private static final int TTL = 0;

  private final DatagramSocket udp;
  private final ServerSocket tcp;
  private final Map<String, List<Record>> records = new ConcurrentHashMap<>();
  private final Map<String, Integer> rcodes = new ConcurrentHashMap<>();
  private final Set<String> silent = ConcurrentHashMap.newKeySet();
  private final Set<String> authenticated = ConcurrentHashMap.newKeySet();
  private final Map<String, Integer> authoritative = new ConcurrentHashMap<>();
  private final Set<String> truncated = ConcurrentHashMap.newKeySet();
  private volatile @Nullable String elsewhere;
  private volatile Function<String, List<Record>> beyond = name -> List.of();
  private final List<String> questions = new CopyOnWriteArrayList<>();

  private TestDns(DatagramSocket udp, ServerSocket tcp) {
    this.udp = udp;
    this.tcp = tcp;
  }

  /** Starts a server on a free port. */
  public static TestDns start() {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    IOException last = null;
    for (int tries = 0; tries < 20; tries++) {
      try {
        ServerSocket tcp = new ServerSocket(0, 50, loopback);
        try {
          TestDns dns = new TestDns(new DatagramSocket(tcp.getLocalPort(), loopback), tcp);
          background("test-dns-udp", dns::serveUdp);
          background("test-dns-tcp", dns::serveTcp);
          return dns;
        } catch (IOException udpPortTaken) {
          tcp.close();
          last = udpPortTaken;
        }
      } catch (IOException e) {
        last = e;
      }
    }
    throw new UncheckedIOException("no port is free for both UDP and TCP", last);
  }

  /** {@code HOST:PORT}, what {@code --resolver} takes. */
  public String server() {
    return tcp.getInetAddress().getHostAddress() + ":" + tcp.getLocalPort();
  }

  /** Adds A and AAAA records, told apart by their form. */
  public TestDns address(String name, String... addresses) {
    for (String address : addresses) {
      add(
          address.contains(":")
              ? new AAAARecord(name(name), DClass.IN, TTL, literal(address))
              : new ARecord(name(name), DClass.IN, TTL, literal(address)));
    }
    return this;
  }

  /** Adds a CNAME. */
  public TestDns cname(String name, String target) {
    return add(new CNAMERecord(name(name), DClass.IN, TTL, name(target)));
  }

  /** Adds a TXT record of one string or several; a name with only this has no address. */
  public TestDns txt(String name, String... strings) {
    return add(new TXTRecord(name(name), DClass.IN, TTL, List.of(strings)));
  }

  /** Adds an MX record; "." is a null MX. */
  public TestDns mx(String name, int preference, String host) {
    return add(new MXRecord(name(name), DClass.IN, TTL, preference, name(host)));
  }

  /** Adds a CAA record. */
  public TestDns caa(String name, int flags, String tag, String value) {
    return add(new CAARecord(name(name), DClass.IN, TTL, flags, tag, value));
  }

  /** Adds a TLSA record with usage 3, selector 1 and matching type 1, as DANE for SMTP has it. */
  public TestDns tlsa(String name, byte[] digest) {
    return add(new TLSARecord(name(name), DClass.IN, TTL, 3, 1, 1, digest));
  }

  /** Answers with the AD flag for a name, where it is asked for, as a validating resolver does. */
  public TestDns authenticated(String name) {
    authenticated.add(key(name));
    return this;
  }

  /** Answers for a name as its zone's own server does, with the AA flag and this TTL. */
  public TestDns authoritative(String name, int ttl) {
    authoritative.put(key(name), ttl);
    return this;
  }

  /** Adds a record as a master file has it; {@code owner} is relative to the domain. */
  public TestDns record(String domain, String owner, String type, String data) {
    Name origin = name(domain);
    Name at = name(owner.equals("@") ? domain : owner + "." + domain);
    try {
      return add(Record.fromString(at, Type.value(type), DClass.IN, TTL, data, origin));
    } catch (IOException e) {
      throw new IllegalArgumentException(data, e);
    }
  }

  /** Answers {@code owner TYPE} of a domain with SERVFAIL. */
  public TestDns servfail(String domain, String ownerAndType) {
    String[] parts = ownerAndType.split(" ");
    String at = parts[0].equals("@") ? domain : parts[0] + "." + domain;
    return fail(at, Type.value(parts[1]), Rcode.SERVFAIL);
  }

  /** Forgets everything about a name. */
  public TestDns remove(String name) {
    records.remove(key(name));
    return this;
  }

  /** Answers a name's questions of one type with an error such as {@link Rcode#SERVFAIL}. */
  public TestDns fail(String name, int type, int rcode) {
    rcodes.put(key(name) + " " + Type.string(type), rcode);
    return this;
  }

  /** Never answers for a name. */
  public TestDns silent(String name) {
    silent.add(key(name));
    return this;
  }

  /** Answers a name over UDP with the truncation bit only, so that the asker must come by TCP. */
  public TestDns truncated(String name) {
    truncated.add(key(name));
    return this;
  }

  /** Every question so far, as {@code udp mta-sts.example.com A}. */
  public List<String> questions() {
    return List.copyOf(questions);
  }

  @Override
  public void close() {
    udp.close();
    try {
      tcp.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every policy host that is not in the table has this IPv4 address. */
  public TestDns everyHostAt(String address) {
    elsewhere = address;
    return this;
  }

  /** Names that are not in the table have what this finds at the moment of asking, if anything. */
  public TestDns beyond(Function<String, List<Record>> lookup) {
    beyond = lookup;
    return this;
  }

  private TestDns add(Record record) {
    records
        .computeIfAbsent(key(record.getName().toString()), n -> new CopyOnWriteArrayList<>())
        .add(record);
    return this;
  }

  private void serveUdp() throws IOException {
    while (!udp.isClosed()) {
      DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
      udp.receive(packet);
      byte[] query = Arrays.copyOf(packet.getData(), packet.getLength());
      byte[] answer = answer(query, true);
      if (answer.length > 0) {
        udp.send(
            new DatagramPacket(
                answer,
                answer.length,
                new InetSocketAddress(packet.getAddress(), packet.getPort())));
      }
    }
  }

  private void serveTcp() throws IOException {
    while (!tcp.isClosed()) {
      try (Socket socket = tcp.accept()) {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] query = in.readNBytes(in.readUnsignedShort());
        byte[] answer = answer(query, false);
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        out.writeShort(answer.length);
        out.write(answer);
        out.flush();
      } catch (EOFException gone) {
        // This client left without a question; the next one may have one.
      }
    }
  }

  private byte[] answer(byte[] bytes, boolean overUdp) throws IOException {
    Message query = new Message(bytes);
    Record question = query.getQuestion();
    String name = key(question.getName().toString());
    questions.add((overUdp ? "udp " : "tcp ") + name + " " + Type.string(question.getType()));
    if (silent.contains(name)) {
      return new byte[0];
    }
    Message answer = new Message(query.getHeader().getID());
    answer.getHeader().setOpcode(Opcode.QUERY);
    answer.getHeader().setFlag(Flags.QR);
    answer.getHeader().setFlag(Flags.RA);
    answer.addRecord(question, Section.QUESTION);
    if (authenticated.contains(name) && query.getHeader().getFlag(Flags.AD)) {
      answer.getHeader().setFlag(Flags.AD);
    }
    if (authoritative.containsKey(name)) {
      answer.getHeader().setFlag(Flags.AA);
    }
    Integer rcode = rcodes.get(name + " " + Type.string(question.getType()));
    if (rcode != null) {
      answer.getHeader().setRcode(rcode);
    } else if (overUdp && truncated.contains(name)) {
      answer.getHeader().setFlag(Flags.TC);
    } else {
      fill(answer, name, question.getType());
    }
    return answer.toWire();
  }

  private @Nullable List<Record> anywhere(String name) {
    List<Record> found = beyond.apply(name);
    if (!found.isEmpty()) {
      return found;
    }
    String address = elsewhere;
    if (address == null || !name.startsWith("mta-sts.")) {
      return null;
    }
    try {
      return List.of(
          new ARecord(Name.fromString(name + "."), DClass.IN, TTL, InetAddress.getByName(address)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As a resolver does: a CNAME first, then what its target has, as far as the table goes. */
  private void fill(Message answer, String name, int type) {
    String at = name;
    for (int steps = 0; steps < 10; steps++) {
      List<Record> there = records.get(at);
      List<Record> here = there != null ? there : anywhere(at);
      if (here == null) {
        answer.getHeader().setRcode(Rcode.NXDOMAIN);
        return;
      }
      String next = null;
      for (Record record : here) {
        if (record.getType() == type || record.getType() == Type.CNAME) {
          answer.addRecord(withTtl(record, at), Section.ANSWER);
        }
        if (record instanceof CNAMERecord alias) {
          next = key(alias.getTarget().toString());
        }
      }
      if (next == null) {
        return;
      }
      at = next;
    }
  }

  private Record withTtl(Record record, String owner) {
    Integer ttl = authoritative.get(owner);
    return ttl == null
        ? record
        : Record.newRecord(
            record.getName(),
            record.getType(),
            record.getDClass(),
            ttl,
            record.rdataToWireCanonical());
  }

  private static void background(String name, Loop loop) {
    Thread thread =
        new Thread(
            () -> {
              try {
                loop.run();
              } catch (IOException closed) {
                // The socket was closed: the server's way to end.
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
  }

  private interface Loop {
    void run() throws IOException;
  }

  private static InetAddress literal(String address) {
    try {
      return InetAddress.getByName(address);
    } catch (IOException e) {
      throw new IllegalArgumentException(address, e);
    }
  }

  private static Name name(String name) {
    try {
      return Name.fromString(name.endsWith(".") ? name : name + ".");
    } catch (TextParseException e) {
      throw new IllegalArgumentException(name, e);
    }
  }

  private static String key(String name) {
    return (name.endsWith(".") ? name.substring(0, name.length() - 1) : name)
        .toLowerCase(Locale.ROOT);
  }
}
