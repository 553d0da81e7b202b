package dev.mtasts.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/**
 * A real S3 server for tests: S3Proxy with a store in memory, as a child process on a free loopback
 * port. One per JVM, started at the first use and ended with the JVM. It checks signatures and
 * honours conditional writes. Tests keep apart by buckets of their own.
 */
public final class S3Server {
  /** The access key that it accepts. */
  public static final String KEY_ID = "AKIDTESTSERVER";

  /** The secret key that it accepts; tests search their output for it. */
  public static final String SECRET = "canary/s3proxy+secret";

  private static final Pattern LISTENING = Pattern.compile("\\{127\\.0\\.0\\.1:(\\d+)}");
  private static final Path JAR = Path.of("target", "test-servers", "s3proxy.jar");
  private static final AtomicInteger BUCKETS = new AtomicInteger();

  private final URI endpoint;
  private final S3Client client;

  private S3Server(URI endpoint) {
    this.endpoint = endpoint;
    this.client = client(endpoint, KEY_ID, SECRET);
  }

  /** The server of this JVM. */
  public static S3Server shared() {
    return Holder.SHARED;
  }

  /** A client of another tool: no code of ours is in it. */
  public static S3Client client(URI endpoint, String keyId, String secret) {
    return S3Client.builder()
        .endpointOverride(endpoint)
        .forcePathStyle(true)
        .region(Region.US_EAST_1)
        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
        .serviceConfiguration(S3Configuration.builder().chunkedEncodingEnabled(false).build())
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(keyId, secret)))
        .httpClient(UrlConnectionHttpClient.create())
        .build();
  }

  /** Where it listens. */
  public URI endpoint() {
    return endpoint;
  }

  /** The environment with which an adapter may use it. */
  public Map<String, String> env() {
    return Map.of("AWS_ACCESS_KEY_ID", KEY_ID, "AWS_SECRET_ACCESS_KEY", SECRET);
  }

  /** Another tool's client. */
  public S3Client client() {
    return client;
  }

  /** A new, empty bucket that no other test has. */
  public String newBucket() {
    String name = "bucket-" + BUCKETS.incrementAndGet();
    client.createBucket(b -> b.bucket(name));
    return name;
  }

  /** Puts text at a key, without metadata. */
  public void put(String bucket, String key, String text) {
    client.putObject(b -> b.bucket(bucket).key(key), RequestBody.fromString(text));
  }

  /** Removes what is at a key. */
  public void remove(String bucket, String key) {
    client.deleteObject(b -> b.bucket(bucket).key(key));
  }

  /** The object at a key with its headers, if there is one. */
  public Optional<ResponseBytes<GetObjectResponse>> get(String bucket, String key) {
    try {
      return Optional.of(client.getObjectAsBytes(b -> b.bucket(bucket).key(key)));
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    }
  }

  /** The text at a key, if there is an object. */
  public Optional<String> text(String bucket, String key) {
    return get(bucket, key).map(bytes -> bytes.asString(StandardCharsets.UTF_8));
  }

  private static final class Holder {
    static final S3Server SHARED = start();
  }

  private static S3Server start() {
    try {
      if (!Files.isRegularFile(JAR)) {
        throw new IllegalStateException(JAR + " is missing: run mvn process-test-resources");
      }
      Path properties = Files.createTempFile("s3proxy", ".properties");
      Files.writeString(
          properties,
          String.join(
              "\n",
              "s3proxy.endpoint=http://127.0.0.1:0",
              "s3proxy.authorization=aws-v4",
              "s3proxy.identity=" + KEY_ID,
              "s3proxy.credential=" + SECRET,
              "jclouds.provider=transient-nio2",
              "jclouds.identity=unused",
              "jclouds.credential=unused"));
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:+UseSerialGC",
                  "-XX:TieredStopAtLevel=1",
                  "-Xmx256m",
                  "-jar",
                  JAR.toString(),
                  "--properties",
                  properties.toString())
              .redirectErrorStream(true)
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      return new S3Server(URI.create("http://127.0.0.1:" + listening(process)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int listening(Process process) {
    CompletableFuture<Integer> port = new CompletableFuture<>();
    StringBuilder said = new StringBuilder();
    Thread reader =
        new Thread(
            () -> {
              try (BufferedReader out =
                  new BufferedReader(
                      new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = out.readLine(); line != null; line = out.readLine()) {
                  Matcher matcher = LISTENING.matcher(line);
                  if (matcher.find()) {
                    port.complete(Integer.valueOf(matcher.group(1)));
                  } else if (!port.isDone()) {
                    said.append(line).append('\n');
                  }
                }
              } catch (IOException e) {
                // The process ended; said below.
              }
              port.completeExceptionally(new IllegalStateException("S3Proxy ended:\n" + said));
            },
            "s3proxy output");
    reader.setDaemon(true);
    reader.start();
    try {
      return port.get(60, TimeUnit.SECONDS);
    } catch (Exception e) {
      process.destroyForcibly();
      throw new IllegalStateException("S3Proxy did not start", e);
    }
  }
}
