package dev.mtasts.interop;

import dev.mtasts.testing.S3Server;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.s3.S3Client;

/** moto, an emulator of AWS in Python, as a child process on a free loopback port. */
public final class MotoServer implements AutoCloseable {
  /** An access key; it takes any. */
  public static final String KEY_ID = "AKIDTEST";

  /** A secret key; tests search their output for it. */
  public static final String SECRET = "canary/aws+secret";

  private static final Pattern RUNNING = Pattern.compile("http://127\\.0\\.0\\.1:(\\d+)");

  private final Process process;
  private final URI endpoint;

  /** Starts it, or aborts the test where it is not installed. */
  public MotoServer() throws Exception {
    Path program = Programs.require("moto_server");
    process =
        new ProcessBuilder(program.toString(), "-H", "127.0.0.1", "-p", "0")
            .redirectErrorStream(true)
            .start();
    CompletableFuture<String> port = new CompletableFuture<>();
    Thread reader = new Thread(() -> read(port), "moto output");
    reader.setDaemon(true);
    reader.start();
    endpoint = URI.create("http://127.0.0.1:" + port.get(60, TimeUnit.SECONDS));
  }

  /** Where it listens. */
  public URI endpoint() {
    return endpoint;
  }

  /** Another tool's client of its S3. */
  public S3Client s3() {
    return S3Server.client(endpoint, KEY_ID, SECRET);
  }

  /** Another tool's client of its Route 53. */
  public Route53Client route53() {
    return Route53Client.builder()
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY_ID, SECRET)))
        .httpClient(UrlConnectionHttpClient.create())
        .build();
  }

  /** Forgets everything. */
  public void reset() throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) endpoint.resolve("/moto-api/reset").toURL().openConnection();
    connection.setRequestMethod("POST");
    if (connection.getResponseCode() != 200) {
      throw new IOException("moto answers " + connection.getResponseCode() + " to a reset");
    }
    connection.getInputStream().close();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
  }

  private void read(CompletableFuture<String> port) {
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        Matcher matcher = RUNNING.matcher(line);
        if (matcher.find()) {
          port.complete(matcher.group(1));
        }
      }
    } catch (IOException e) {
      // It ended; said below.
    }
    port.completeExceptionally(new IllegalStateException("moto_server ended"));
  }
}
