package dev.mtasts.interop;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.opentest4j.TestAbortedException;

/**
 * Runs a test class on a machine of its own, as far as network, mounts and processes go. Senders'
 * programs know one port for HTTPS, one for mail and one for DNS, and take the name server of the
 * machine: here the ports are free, the name server is {@link #DNS}, and nothing is reachable but
 * loopback.
 *
 * <p>The class runs in a second JVM inside Linux namespaces, which die with it, and this JVM
 * reports what came out there, test by test. Without the right to make namespaces its tests are
 * aborted, and the end of the run says why.
 */
public final class OwnNetwork implements BeforeAllCallback, InvocationInterceptor {
  /** Where the machine's name server is, on the port of DNS. A test starts one there. */
  public static final String DNS = "127.0.0.53";

  static final String INSIDE = "mtasts.own-network";

  private static final Namespace HERE = Namespace.create(OwnNetwork.class);
  private static final long PATIENCE_SECONDS = 240;

  // Addresses that are really there: Postfix looks at its interfaces for some that are its own.
  private static final String SETUP =
      String.join(
          "\n",
          "set -e",
          "ip link set lo up",
          "for i in $(seq 2 30) 53; do ip addr add 127.0.0.$i/8 dev lo; done",
          "mount --bind \"$1\" /etc/resolv.conf",
          "shift",
          // As a child, so that this shell is the one that buries what servers leave behind.
          "code=0",
          "\"$@\" || code=$?",
          "exit $code");

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    if (!inside()) {
      context.getStore(HERE).put("results", results(context.getRequiredTestClass()));
    }
  }

  @Override
  public void interceptTestMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    report(invocation, context);
  }

  @Override
  public void interceptTestTemplateMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    report(invocation, context);
  }

  @Override
  public void interceptBeforeAllMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    onlyInside(invocation);
  }

  @Override
  public void interceptBeforeEachMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    onlyInside(invocation);
  }

  @Override
  public void interceptAfterEachMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    onlyInside(invocation);
  }

  @Override
  public void interceptAfterAllMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    onlyInside(invocation);
  }

  private static boolean inside() {
    return System.getProperty(INSIDE) != null;
  }

  private static void onlyInside(Invocation<Void> invocation) throws Throwable {
    if (inside()) {
      invocation.proceed();
    } else {
      invocation.skip();
    }
  }

  private static void report(Invocation<Void> invocation, ExtensionContext context)
      throws Throwable {
    if (inside()) {
      invocation.proceed();
      return;
    }
    invocation.skip();
    OwnNetworkResults results = context.getStore(HERE).get("results", OwnNetworkResults.class);
    OwnNetworkResults.Result result = results.of(context.getUniqueId());
    switch (result.status()) {
      case SUCCESSFUL:
        return;
      case ABORTED:
        throw new TestAbortedException(result.text());
      default:
        throw new AssertionError("in a network of its own: " + result.text());
    }
  }

  private static OwnNetworkResults results(Class<?> test) throws Exception {
    List<String> unshare = unshare();
    Path folder = Files.createTempDirectory("mtasts-own-network");
    try {
      Path resolv =
          Files.writeString(
              folder.resolve("resolv.conf"), "nameserver " + DNS + "\noptions timeout:2\n");
      Path results = folder.resolve("results");
      Path output = folder.resolve("output");
      List<String> command = new ArrayList<>(unshare);
      command.addAll(List.of("sh", "-c", SETUP, "sh", resolv.toString()));
      command.addAll(java(test, results));
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (!ended) {
        process.destroyForcibly().waitFor();
      }
      String said = Files.readString(output, StandardCharsets.ISO_8859_1);
      if (!ended || process.exitValue() != 0) {
        throw new AssertionError(
            test + (ended ? " was not run to its end:\n" : " did not end:\n") + said);
      }
      OwnNetworkResults read = OwnNetworkResults.read(results);
      read.missing().forEach(Programs::skipped);
      return read;
    } finally {
      delete(folder);
    }
  }

  /** The command that makes namespaces, once it is known to work. */
  private static List<String> unshare() throws IOException, InterruptedException {
    Path program = Programs.require("unshare");
    Programs.require("ip");
    Programs.require("mount");
    List<String> words =
        new ArrayList<>(List.of("-n", "-m", "-p", "--fork", "--mount-proc", "--kill-child"));
    if (!"root".equals(System.getProperty("user.name"))) {
      words.add(0, "-r");
    }
    List<String> probe = new ArrayList<>(words);
    probe.add("true");
    Programs.Said said = Programs.run(program, probe.toArray(String[]::new));
    if (said.exit() != 0) {
      String why = "no network of its own can be made here (" + said.output().strip() + ")";
      Programs.skipped(why);
      throw new TestAbortedException(why);
    }
    words.add(0, program.toString());
    return words;
  }

  private static List<String> java(Class<?> test, Path results) {
    String classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(entry -> Path.of(entry).toAbsolutePath().toString())
            .collect(Collectors.joining(File.pathSeparator));
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-D" + INSIDE + "=true",
        "-cp",
        classPath,
        OwnNetworkResults.class.getName(),
        test.getName(),
        results.toString());
  }

  private static void delete(Path folder) throws IOException {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(folder)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.delete(path);
    }
  }
}
