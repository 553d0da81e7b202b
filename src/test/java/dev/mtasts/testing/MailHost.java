package dev.mtasts.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * An SMTP server that takes no mail: greeting, EHLO, STARTTLS and QUIT, each as a test says. As it
 * starts, it is a good one.
 */
public final class MailHost implements AutoCloseable {
  /** In place of a reply: says nothing more and keeps the connection open. */
  public static final String HANG = "hang";

  /** In place of a reply: closes the connection. */
  public static final String CLOSE = "close";

  /** In place of a reply: a reply that never ends, one octet after the other, slowly. */
  public static final String TRICKLE = "trickle";

  /** As a TLS server that knows nothing newer than TLS 1.1 refuses a hello: protocol_version. */
  private static final byte[] TOO_NEW = {21, 3, 1, 0, 2, 2, 70};

  private final ServerSocket server;
  private final SSLSocketFactory tls;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final List<String> commands = new CopyOnWriteArrayList<>();
  private final List<String> serverNames = new CopyOnWriteArrayList<>();
  private final CountDownLatch quit = new CountDownLatch(1);
  private volatile String greeting = "220 mx.example ESMTP\r\n";
  private volatile String hello = "250-mx.example\r\n250-PIPELINING\r\n250 STARTTLS\r\n";
  private volatile String starttls = "220 go ahead\r\n";
  private volatile boolean realTls = true;
  private volatile byte[] insteadOfTls = {};

  private MailHost(ServerSocket server, SSLSocketFactory tls) {
    this.server = server;
    this.tls = tls;
  }

  /** Starts on a free port of 127.0.0.1. */
  public static MailHost start(TestCa.Leaf leaf) {
    return start(leaf, "127.0.0.1", 0);
  }

  /** Starts at an address of this machine; several hosts may share a port at several addresses. */
  public static MailHost start(TestCa.Leaf leaf, String address, int port) {
    try {
      ServerSocket server = new ServerSocket(port, 50, InetAddress.getByName(address));
      MailHost host = new MailHost(server, leaf.context().getSocketFactory());
      background(host::accept);
      return host;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The port, for the probe. */
  public int port() {
    return server.getLocalPort();
  }

  /** What it sends first: text with its line ends, {@link #HANG} or {@link #CLOSE}. */
  public MailHost greets(String text) {
    greeting = text;
    return this;
  }

  /** What it answers to EHLO. */
  public MailHost answersHello(String text) {
    hello = text;
    return this;
  }

  /** What it answers to STARTTLS; the handshake follows where that begins with 220. */
  public MailHost answersStarttls(String text) {
    starttls = text;
    return this;
  }

  /** Refuses TLS 1.2 and later. */
  public MailHost speaksOldTlsOnly() {
    return sendsInsteadOfTls(TOO_NEW);
  }

  /** Answers the client's hello with these bytes, or none, and then with nothing. */
  public MailHost sendsInsteadOfTls(byte... bytes) {
    realTls = false;
    insteadOfTls = bytes;
    return this;
  }

  /** Every command so far, those under TLS with "tls " before them. */
  public List<String> commands() {
    return List.copyOf(commands);
  }

  /** The names that clients asked for in their hellos (SNI). */
  public List<String> serverNames() {
    return List.copyOf(serverNames);
  }

  /** Waits until a client has said QUIT. */
  public void awaitQuit() throws InterruptedException {
    if (!quit.await(10, TimeUnit.SECONDS)) {
      throw new AssertionError("nobody said QUIT; there was " + commands);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() throws IOException {
    while (!server.isClosed()) {
      Socket socket = server.accept();
      open.add(socket);
      background(() -> serve(socket));
    }
  }

  private void serve(Socket socket) throws IOException {
    try (socket) {
      if (!reply(socket, greeting)) {
        return;
      }
      converse(socket, "");
    } finally {
      open.remove(socket);
    }
  }

  private void converse(Socket socket, String prefix) throws IOException {
    for (String command = line(socket); !command.isEmpty(); command = line(socket)) {
      commands.add(prefix + command);
      if (command.startsWith("EHLO")) {
        if (!reply(socket, hello)) {
          return;
        }
      } else if (command.equals("STARTTLS")) {
        if (!reply(socket, starttls)) {
          return;
        }
        if (starttls.startsWith("220")) {
          secure(socket);
          return;
        }
      } else if (command.equals("QUIT")) {
        quit.countDown();
        reply(socket, "221 bye\r\n");
        return;
      } else {
        reply(socket, "502 what?\r\n");
      }
    }
  }

  private void secure(Socket plain) throws IOException {
    if (!realTls) {
      plain.getInputStream().read(); // Not before the client's hello has come.
      plain.getOutputStream().write(insteadOfTls);
      plain.getOutputStream().flush();
      reply(plain, HANG);
      return;
    }
    try (SSLSocket secured = (SSLSocket) tls.createSocket(plain, null, plain.getPort(), true)) {
      secured.setUseClientMode(false);
      secured.startHandshake();
      for (SNIServerName name :
          ((ExtendedSSLSession) secured.getSession()).getRequestedServerNames()) {
        serverNames.add(new String(name.getEncoded(), StandardCharsets.US_ASCII));
      }
      converse(secured, "tls ");
    }
  }

  /** Whether the conversation goes on. */
  private static boolean reply(Socket socket, String text) throws IOException {
    if (text.equals(CLOSE)) {
      return false;
    }
    if (text.equals(HANG)) {
      while (socket.getInputStream().read() >= 0) {
        // Whatever comes, until the client or the test closes the connection.
      }
      return false;
    }
    OutputStream out = socket.getOutputStream();
    while (text.equals(TRICKLE)) {
      out.write("220-".getBytes(StandardCharsets.US_ASCII));
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
    return true;
  }

  private static String line(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder out = new StringBuilder();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      out.append((char) b);
    }
    return out.toString().stripTrailing();
  }

  private static void background(Loop loop) {
    Thread thread =
        new Thread(
            () -> {
              try {
                loop.run();
              } catch (IOException closed) {
                // The client went away or the host was closed: both end a conversation.
              }
            },
            "mail-host");
    thread.setDaemon(true);
    thread.start();
  }

  private interface Loop {
    void run() throws IOException;
  }
}
