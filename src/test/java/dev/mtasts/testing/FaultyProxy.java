package dev.mtasts.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/**
 * An HTTP/1.1 proxy in front of a real server, on a free loopback port: it passes requests on as
 * they are, the Host header included (signatures cover it), logs them, and does to some of them
 * what bad days do. Faults are matched in the order in which they were ordered; each is used up.
 */
public final class FaultyProxy implements AutoCloseable {
  /**
   * A request that came by.
   *
   * @param head the request line and the headers
   */
  public record Request(String method, String target, String head) {
    @Override
    public String toString() {
      return method + " " + target;
    }
  }

  /** What happens to a request. */
  public sealed interface Fault {
    /** The server never sees it; the answer is this. */
    record Answer(int status, String headers, String body) implements Fault {}

    /** The server never sees it, and the connection ends without an answer. */
    record Refuse() implements Fault {}

    /** The server does it, and the connection ends without an answer. */
    record LoseAnswer() implements Fault {}

    /** The server does it, and no answer comes until the client gives up. */
    record Silence() implements Fault {}

    /** The answer's head is whole, its body ends in the middle. */
    record HalfBody() implements Fault {}

    /** Something happens in the world just before the server sees it. */
    record After(Runnable act) implements Fault {}
  }

  private static final class Order {
    final Predicate<Request> which;
    final Fault fault;
    int left;

    Order(Predicate<Request> which, Fault fault, int left) {
      this.which = which;
      this.fault = fault;
      this.left = left;
    }
  }

  private record Message(String head, byte[] body) {}

  private final URI target;
  private final ServerSocket server;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "faulty proxy");
            thread.setDaemon(true);
            return thread;
          });
  private final List<Request> log = new CopyOnWriteArrayList<>();
  private final List<Order> orders = new ArrayList<>();
  private final java.util.Set<Socket> open = ConcurrentHashMap.newKeySet();

  /** Starts in front of {@code target}, which is plain HTTP. */
  public FaultyProxy(URI target) {
    this.target = target;
    try {
      this.server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  /** Where it listens. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  /** The next {@code times} requests that match suffer {@code fault}. */
  public void next(int times, Predicate<Request> which, Fault fault) {
    synchronized (orders) {
      orders.add(new Order(which, fault, times));
    }
  }

  /** Every request that matches suffers {@code fault}, until {@link #heal}. */
  public void always(Predicate<Request> which, Fault fault) {
    next(Integer.MAX_VALUE, which, fault);
  }

  /** No more faults. */
  public void heal() {
    synchronized (orders) {
      orders.clear();
    }
  }

  /** An S3 error answer. */
  public static Fault s3Error(int status, String code) {
    return new Fault.Answer(
        status,
        "Content-Type: application/xml\r\n",
        "<?xml version=\"1.0\"?><Error><Code>"
            + code
            + "</Code><Message>injected "
            + code
            + "</Message></Error>");
  }

  /** Matches one method. */
  public static Predicate<Request> method(String method) {
    return request -> request.method().equals(method);
  }

  /** All requests so far, in order. */
  public List<Request> log() {
    return List.copyOf(log);
  }

  /** Forgets the requests so far. */
  public void clearLog() {
    log.clear();
  }

  /** How many requests of a method came. */
  public long count(String method) {
    return log.stream().filter(method(method)).count();
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
    threads.shutdownNow();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        client.setTcpNoDelay(true);
        open.add(client);
        threads.execute(() -> serve(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      InputStream in = new BufferedInputStream(client.getInputStream());
      OutputStream out = client.getOutputStream();
      boolean goOn = true;
      while (goOn) {
        String head = head(in);
        if (header(head, "expect").equalsIgnoreCase("100-continue")) {
          out.write(ascii("HTTP/1.1 100 Continue\r\n\r\n"));
          out.flush();
        }
        Message message = new Message(head, body(in, head, true));
        String[] line = head.substring(0, head.indexOf("\r\n")).split(" ");
        goOn = answer(message, new Request(line[0], line[1], head), client, out);
      }
    } catch (IOException e) {
      // The client went away, or a fault wants it so.
    } finally {
      open.remove(client);
    }
  }

  /** Whether the connection lives on. */
  private boolean answer(Message message, Request request, Socket client, OutputStream out)
      throws IOException {
    log.add(request);
    Fault fault = fault(request);
    if (fault instanceof Fault.Answer answer) {
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      String head =
          "HTTP/1.1 " + answer.status() + " Injected\r\n" + answer.headers() + "Content-Length: ";
      out.write(ascii(head + body.length + "\r\n\r\n"));
      out.write(request.method().equals("HEAD") ? new byte[0] : body);
      out.flush();
      return true;
    }
    if (fault instanceof Fault.Refuse) {
      return false;
    }
    if (fault instanceof Fault.After after) {
      after.act().run();
    }
    Message reply = forward(message, request);
    if (fault instanceof Fault.LoseAnswer) {
      return false;
    }
    if (fault instanceof Fault.Silence) {
      // Until the client hangs up or sends something, which it will not.
      return client.getInputStream().read() == Integer.MIN_VALUE;
    }
    out.write(ascii(reply.head()));
    boolean half = fault instanceof Fault.HalfBody;
    out.write(reply.body(), 0, half ? reply.body().length / 2 : reply.body().length);
    out.flush();
    return !half;
  }

  private Message forward(Message message, Request request) throws IOException {
    try (Socket socket = new Socket(target.getHost(), target.getPort())) {
      String head =
          message
              .head()
              .replaceAll("(?i)\r\n(connection|expect|transfer-encoding):[^\r]*", "")
              .replaceFirst("\r\n\r\n$", "\r\nConnection: close\r\n\r\n");
      if (message.head().toLowerCase(Locale.ROOT).contains("\r\ntransfer-encoding:")) {
        String length = "\r\nContent-Length: " + message.body().length + "\r\n\r\n";
        head = head.replaceFirst("\r\n\r\n$", length);
      }
      socket.getOutputStream().write(ascii(head));
      socket.getOutputStream().write(message.body());
      socket.getOutputStream().flush();
      InputStream in = new BufferedInputStream(socket.getInputStream());
      String answer = head(in);
      int status = Integer.parseInt(answer.split(" ")[1]);
      boolean bodyless = request.method().equals("HEAD") || status == 204 || status == 304;
      byte[] body = bodyless ? new byte[0] : body(in, answer, false);
      String kept = answer.replaceAll("(?i)\r\n(connection|transfer-encoding):[^\r]*", "");
      if (!bodyless && header(answer, "content-length").isEmpty()) {
        kept = kept.replaceFirst("\r\n\r\n$", "\r\nContent-Length: " + body.length + "\r\n\r\n");
      }
      return new Message(kept, body);
    }
  }

  private Fault fault(Request request) {
    synchronized (orders) {
      for (Iterator<Order> each = orders.iterator(); each.hasNext(); ) {
        Order order = each.next();
        if (order.which.test(request)) {
          if (order.left != Integer.MAX_VALUE && --order.left == 0) {
            each.remove();
          }
          return order.fault;
        }
      }
      return new Fault.After(() -> {});
    }
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int last = 0;
    while ((last & 0xffffffffL) != 0x0d0a0d0aL) {
      int octet = in.read();
      if (octet < 0) {
        throw new EOFException();
      }
      head.write(octet);
      last = last << 8 | octet;
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  private static byte[] body(InputStream in, String head, boolean request) throws IOException {
    if (header(head, "transfer-encoding").equalsIgnoreCase("chunked")) {
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      for (int size = chunk(in); size > 0; size = chunk(in)) {
        body.write(in.readNBytes(size));
        line(in);
      }
      line(in);
      return body.toByteArray();
    }
    String length = header(head, "content-length");
    if (!length.isEmpty()) {
      return in.readNBytes(Integer.parseInt(length));
    }
    return request ? new byte[0] : in.readAllBytes();
  }

  private static int chunk(InputStream in) throws IOException {
    return Integer.parseInt(line(in).split(";")[0].strip(), 16);
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int octet = in.read(); octet != '\n'; octet = in.read()) {
      if (octet < 0) {
        throw new EOFException();
      }
      line.append((char) octet);
    }
    return line.toString();
  }

  private static String header(String head, String name) {
    for (String line : head.split("\r\n")) {
      if (line.toLowerCase(Locale.ROOT).startsWith(name + ":")) {
        return line.substring(name.length() + 1).strip();
      }
    }
    return "";
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
