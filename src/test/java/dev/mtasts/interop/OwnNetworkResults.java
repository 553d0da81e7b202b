package dev.mtasts.interop;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** What came out of the tests of a class in another JVM; and, in that JVM, the way to run them. */
public final class OwnNetworkResults {
  private static final String MISSING = "missing";

  private final Map<String, Result> results;
  private final List<String> missing;

  private OwnNetworkResults(Map<String, Result> results, List<String> missing) {
    this.results = results;
    this.missing = missing;
  }

  /**
   * One test's end.
   *
   * @param text why it was aborted, or the stack trace of its failure; empty where it passed
   */
  record Result(Status status, String text) {}

  /** Runs the tests of the class that is named first, and writes the results to a file. */
  public static void main(String[] args) throws Exception {
    List<String> lines = new ArrayList<>();
    Launcher launcher = LauncherFactory.create();
    launcher.execute(
        LauncherDiscoveryRequestBuilder.request()
            .selectors(DiscoverySelectors.selectClass(args[0]))
            .build(),
        new TestExecutionListener() {
          @Override
          public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            lines.add(line(test.getUniqueId(), result.getStatus().name(), text(result)));
          }

          @Override
          public void executionSkipped(TestIdentifier test, String reason) {
            lines.add(line(test.getUniqueId(), Status.ABORTED.name(), reason));
          }
        });
    Programs.skipped().forEach(reason -> lines.add(line(MISSING, MISSING, reason)));
    Files.write(Path.of(args[1]), lines);
    System.exit(0);
  }

  static OwnNetworkResults read(Path file) throws IOException {
    Map<String, Result> results = new LinkedHashMap<>();
    List<String> missing = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      String[] words = line.split("\t", -1);
      String text = new String(Base64.getDecoder().decode(words[2]), StandardCharsets.UTF_8);
      if (words[0].equals(MISSING)) {
        missing.add(text);
      } else {
        results.put(words[0], new Result(Status.valueOf(words[1]), text));
      }
    }
    return new OwnNetworkResults(results, missing);
  }

  /** What tests there had to do without. */
  List<String> missing() {
    return missing;
  }

  /** The result of a test, or that of what it is in where that ended before it began. */
  Result of(String id) {
    String at = id;
    while (!at.isEmpty()) {
      Result result = results.get(at);
      if (result != null && (at.equals(id) || result.status() != Status.SUCCESSFUL)) {
        return result;
      }
      at = at.contains("/[") ? at.substring(0, at.lastIndexOf("/[")) : "";
    }
    return new Result(Status.FAILED, id + " was not run; these were: " + results.keySet());
  }

  private static String text(TestExecutionResult result) {
    return result
        .getThrowable()
        .map(
            thrown -> {
              if (result.getStatus() == Status.ABORTED) {
                return String.valueOf(thrown.getMessage());
              }
              StringWriter trace = new StringWriter();
              thrown.printStackTrace(new PrintWriter(trace, true));
              return trace.toString();
            })
        .orElse("");
  }

  private static String line(String id, String status, String text) {
    String encoded = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    return id + "\t" + status + "\t" + encoded;
  }
}
