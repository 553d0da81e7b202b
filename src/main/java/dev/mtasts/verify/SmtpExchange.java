package dev.mtasts.verify;

import dev.mtasts.policy.DomainName;
import dev.mtasts.policy.Excerpt;
import dev.mtasts.verify.MxTls.Answer;
import dev.mtasts.verify.MxTls.How;
import dev.mtasts.verify.SmtpDialogue.Reply;
import java.io.EOFException;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/**
 * One conversation with one address of an MX host, as far as QUIT. What the server does wrong by
 * the rules of TLS is its failure; where it does not answer, or not now, or not us, nothing is
 * known.
 */
final class SmtpExchange {
  private static final String DELIVERY = "RFC 8461 §4";
  private static final String CERTIFICATE = "RFC 8461 §4.2";
  private static final String TLS_VERSION = "RFC 8461 §7.2";
  private static final String REPLIES = "RFC 5321 §4.2";
  private static final String NO_MAIL_HERE = "RFC 7504 §3";

  private static final String STARTTLS = "STARTTLS";
  private static final int READY = 220;
  private static final int DONE = 250;
  private static final int NEVER_TAKES_MAIL = 521;
  private static final int UNKNOWN_COMMAND = 500;
  private static final int MISSING_COMMAND = 502;
  private static final Duration CONNECTING = Duration.ofSeconds(10);
  private static final int FAREWELL_MILLIS = 1_000;

  private final DomainName mx;
  private final InetSocketAddress at;
  private final String address;
  private final Duration patience;
  private final Clock clock;
  private final Handshake handshake;
  private final CompletableFuture<Answer> done = new CompletableFuture<>();
  private final Socket socket = new Socket();
  private volatile String awaited = "a connection";

  SmtpExchange(DomainName mx, InetSocketAddress at, Trust trust, Duration patience, Clock clock) {
    this.mx = mx;
    this.at = at;
    this.address = at.getAddress().getHostAddress();
    this.clock = clock;
    this.patience = patience;
    this.handshake = new Handshake(trust, mx.text());
  }

  /** Talks; ends by itself or when {@link #giveUp} closes the connection. */
  void run() {
    try (Socket closedAtLast = socket) {
      try {
        Duration wait = CONNECTING.compareTo(patience) < 0 ? CONNECTING : patience;
        closedAtLast.connect(at, Math.toIntExact(wait.toMillis()));
      } catch (IOException e) {
        done.complete(unknown(unreachable(e)));
        return;
      }
      greet();
    } catch (ProtocolException e) {
      done.complete(fails(Answers.said(e), REPLIES));
    } catch (EOFException e) {
      done.complete(unknown("the server closed the connection instead of sending " + awaited));
    } catch (IOException e) {
      String said = Excerpt.of(Answers.said(e), 160);
      done.complete(unknown("the connection broke while " + awaited + " was awaited: " + said));
    } catch (RuntimeException | Error bug) {
      done.completeExceptionally(bug);
    }
  }

  /** What came of it; waits until {@code deadline}, in terms of {@link System#nanoTime}. */
  Answer await(long deadline) {
    try {
      return done.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      giveUp("no answer within " + Answers.seconds(patience) + ": " + awaited + " did not come");
      return done.join();
    } catch (InterruptedException e) {
      giveUp("interrupted");
      Thread.currentThread().interrupt();
      return done.join();
    } catch (ExecutionException e) {
      throw new IllegalStateException("talking to " + mx + " failed", e.getCause());
    }
  }

  /** Ends the conversation where it stands, unless it has an outcome already. */
  void giveUp(String why) {
    done.complete(unknown(why));
    try {
      socket.close();
    } catch (IOException e) {
      return; // It is as closed as it can be.
    }
  }

  private void greet() throws IOException {
    SmtpDialogue plain = new SmtpDialogue(socket);
    awaited = "a greeting";
    Reply greeting = plain.read();
    if (greeting.code() != READY) {
      leave(plain, refusedAtOnce(greeting));
      return;
    }
    awaited = "the reply to EHLO";
    Reply hello = plain.ask("EHLO " + literal(socket.getLocalAddress()));
    if (hello.code() != DONE || !hello.offers(STARTTLS)) {
      leave(plain, withoutStarttls(hello));
      return;
    }
    awaited = "the reply to STARTTLS";
    Reply go = plain.ask(STARTTLS);
    if (go.code() != READY) {
      leave(plain, withoutTls(go));
      return;
    }
    awaited = "the end of the TLS handshake";
    secure();
  }

  private void secure() throws IOException {
    String host = mx.text();
    try (SSLSocket tls =
        (SSLSocket)
            handshake.context().getSocketFactory().createSocket(socket, host, at.getPort(), true)) {
      SSLParameters parameters = tls.getSSLParameters();
      parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
      parameters.setServerNames(List.of(new SNIHostName(host)));
      tls.setSSLParameters(parameters);
      try {
        tls.startHandshake();
      } catch (IOException e) {
        done.complete(broken(e));
        return;
      }
      leave(new SmtpDialogue(tls), judge(tls.getSession()));
    }
  }

  private Answer judge(SSLSession session) {
    return handshake.verify(mx.text(), session)
        ? answer(How.GOOD, "STARTTLS, and the certificate is " + mx + "'s", CERTIFICATE)
        : answer(How.BAD, String.valueOf(handshake.fault()), CERTIFICATE);
  }

  private Answer broken(IOException failure) {
    String certificate = handshake.fault();
    if (certificate != null) {
      return fails(certificate, CERTIFICATE);
    }
    String said = Answers.said(failure);
    String plain = said.toLowerCase(Locale.ROOT);
    if (plain.contains("protocol_version") || plain.contains("protocol version")) {
      return fails("the server speaks no TLS 1.2 or later: " + Excerpt.of(said, 160), TLS_VERSION);
    }
    return fails("STARTTLS is accepted, but then TLS fails: " + Excerpt.of(said, 160), DELIVERY);
  }

  private Answer refusedAtOnce(Reply greeting) {
    if (greeting.code() == NEVER_TAKES_MAIL) {
      return fails("the host takes no mail at all: " + greeting.shown(), NO_MAIL_HERE);
    }
    // Mostly it is the asker's address that is not liked: on a list, or one of a home network.
    return unknown(
        (greeting.temporary() ? "the server puts us off: " : "the server refuses to talk to us: ")
            + greeting.shown());
  }

  private Answer withoutStarttls(Reply hello) {
    if (hello.code() == DONE) {
      return fails("the server does not offer STARTTLS", DELIVERY);
    }
    if (hello.code() == UNKNOWN_COMMAND || hello.code() == MISSING_COMMAND) {
      return fails("the server knows no EHLO, so no STARTTLS: " + hello.shown(), DELIVERY);
    }
    return unknown("the server refuses our EHLO: " + hello.shown());
  }

  private Answer withoutTls(Reply go) {
    return go.temporary()
        ? unknown("the server has no TLS at the moment: " + go.shown())
        : fails("the server offers STARTTLS but refuses it: " + go.shown(), DELIVERY);
  }

  private String unreachable(IOException failure) {
    String said =
        failure instanceof SocketTimeoutException
            ? "no connection in time"
            : Excerpt.of(Answers.said(failure), 160);
    return "port " + at.getPort() + " could not be reached from here: " + said;
  }

  /** Says QUIT; how the server takes that changes nothing, and nobody waits for it. */
  private void leave(SmtpDialogue dialogue, Answer seen) {
    try {
      dialogue.say("QUIT");
      done.complete(seen);
      socket.setSoTimeout(FAREWELL_MILLIS);
      dialogue.read();
    } catch (IOException e) {
      done.complete(seen);
    }
  }

  /** How a client without a name of its own introduces itself, RFC 5321 §4.1.3. */
  private static String literal(InetAddress own) {
    String text = own.getHostAddress().replaceFirst("%.*", "");
    return own instanceof Inet6Address ? "[IPv6:" + text + "]" : "[" + text + "]";
  }

  private Answer fails(String fault, String section) {
    return answer(How.BAD, fault, section);
  }

  private Answer unknown(String why) {
    return answer(How.UNKNOWN, why, CERTIFICATE);
  }

  private Answer answer(How how, String seen, String section) {
    ServerCertificate shown = handshake.certificate();
    Long days = shown == null ? null : shown.daysLeft(clock.instant());
    return new Answer(address, how, seen, handshake.protocol(), days, section);
  }
}
