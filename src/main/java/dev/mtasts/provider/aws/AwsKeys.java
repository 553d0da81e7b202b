package dev.mtasts.provider.aws;

import dev.mtasts.provider.Failure;
import dev.mtasts.provider.Settings;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Where the keys of one block of settings come from; they are looked up at the first request. */
final class AwsKeys {
  private final Settings settings;
  private final Map<String, String> env;
  private @Nullable AwsCredentialsProvider credentials;

  AwsKeys(Settings settings, Map<String, String> env) {
    this.settings = settings;
    this.env = env;
  }

  /** The one source for all clients, so that a session is opened once. */
  synchronized AwsCredentialsProvider provider() {
    if (credentials == null) {
      AwsCredentialsProvider found = find();
      credentials =
          () -> {
            try {
              return found.resolveCredentials();
            } catch (RuntimeException e) {
              throw noCredentials(e).asException();
            }
          };
    }
    return credentials;
  }

  /** A profile that the spec names wins over the environment, as with {@code aws --profile}. */
  private AwsCredentialsProvider find() {
    Optional<String> profile = settings.optionalText("profile");
    if (profile.isPresent()) {
      return ProfileCredentialsProvider.create(profile.get());
    }
    String id = env.getOrDefault("AWS_ACCESS_KEY_ID", "").strip();
    String secret = env.getOrDefault("AWS_SECRET_ACCESS_KEY", "").strip();
    if (id.isEmpty() || secret.isEmpty()) {
      return DefaultCredentialsProvider.builder().build();
    }
    String session = env.getOrDefault("AWS_SESSION_TOKEN", "").strip();
    AwsCredentials keys =
        session.isEmpty()
            ? AwsBasicCredentials.create(id, secret)
            : AwsSessionCredentials.create(id, secret, session);
    return StaticCredentialsProvider.create(keys);
  }

  private Failure noCredentials(RuntimeException e) {
    String profile = settings.optionalText("profile").map(p -> " (profile '" + p + "')").orElse("");
    // The SDK lists every place it looked, one after the other, and prints its own objects.
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    String because = message.split(" : \\[| in the chain |: ProfileFile\\(", 2)[0].strip();
    return new Failure(
        Failure.Kind.CREDENTIALS,
        "find AWS credentials",
        "there are none that can be used" + profile + ": " + because.replaceAll("\\.+$", ""),
        "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, choose a profile, or run aws sso login.");
  }
}
