package dev.mtasts.provider.cloudflare;

import dev.mtasts.provider.Failure;
import dev.mtasts.provider.HostKind;
import dev.mtasts.provider.Option;
import dev.mtasts.provider.Pacer;
import dev.mtasts.provider.Provider;
import dev.mtasts.provider.ProviderFactory;
import dev.mtasts.provider.Secret;
import dev.mtasts.provider.Settings;
import dev.mtasts.provider.Surroundings;
import java.util.List;
import java.util.Optional;
import okhttp3.HttpUrl;

/**
 * The {@code cloudflare} provider.
 *
 * <pre>{@code
 * providers:
 *   cf: { type: cloudflare, api_token: { env: CLOUDFLARE_API_TOKEN } }
 * }</pre>
 */
public final class CloudflareFactory implements ProviderFactory {
  private static final String TOKEN_VARIABLE = "CLOUDFLARE_API_TOKEN";
  private static final String ACCOUNT_VARIABLE = "CLOUDFLARE_ACCOUNT_ID";
  private static final String URL_VARIABLE = "CLOUDFLARE_BASE_URL";
  private static final String PUBLIC_API = "https://api.cloudflare.com/client/v4";

  @Override
  public String type() {
    return "cloudflare";
  }

  @Override
  public List<Option> options() {
    return List.of(
        Option.optional(
            "api_token",
            Option.Type.SECRET,
            "Where the API token lies; the environment's " + TOKEN_VARIABLE + " by default."),
        Option.optional(
            "account_id",
            Option.Type.TEXT,
            "Only zones of this account are considered, where a token sees several accounts; Worker"
                + " scripts are in it, else in the environment's "
                + ACCOUNT_VARIABLE
                + ", else in that of the hosts' zones."),
        Option.optional(
            "base_url",
            Option.Type.TEXT,
            "The API's address, its path included; the environment's "
                + URL_VARIABLE
                + " or else "
                + PUBLIC_API
                + " by default."));
  }

  @Override
  public List<HostKind> hosts() {
    return List.of(WorkerHosting.KIND);
  }

  @Override
  public boolean servesDns() {
    return true;
  }

  /**
   * Opens it; the token is looked up at the first request.
   *
   * @throws dev.mtasts.provider.ProviderException where the base URL is not an http(s) URL
   */
  @Override
  public Provider open(String name, Settings settings, Surroundings surroundings) {
    return open(name, settings, surroundings, Pacer.Sleeper.REAL);
  }

  /** As {@link #open(String, Settings, Surroundings)}, with another way to wait. */
  static Provider open(
      String name, Settings settings, Surroundings surroundings, Pacer.Sleeper sleeper) {
    return open(name, settings, surroundings, sleeper, WorkerHosting.MOST_ZONES);
  }

  /** As the other, with another limit to the zones of one script. */
  static Provider open(
      String name,
      Settings settings,
      Surroundings surroundings,
      Pacer.Sleeper sleeper,
      int mostZones) {
    Secret token = settings.secret("api_token").orElse(new Secret(Secret.Kind.ENV, TOKEN_VARIABLE));
    CloudflareClient client =
        new CloudflareClient(
            baseUrl(name, settings, surroundings),
            () -> token.reveal(surroundings.env(), surroundings.base()),
            new Pace(sleeper, surroundings.progress()));
    Optional<String> account = settings.optionalText("account_id");
    String fromEnv = surroundings.env().getOrDefault(ACCOUNT_VARIABLE, "").strip();
    Optional<String> ofWorkers =
        account.or(() -> fromEnv.isEmpty() ? Optional.empty() : Optional.of(fromEnv));
    return new CloudflareProvider(client, account, ofWorkers, mostZones, surroundings.progress());
  }

  private static HttpUrl baseUrl(String name, Settings settings, Surroundings surroundings) {
    String fromEnv = surroundings.env().getOrDefault(URL_VARIABLE, "").strip();
    String text =
        settings.optionalText("base_url").orElse(fromEnv.isEmpty() ? PUBLIC_API : fromEnv);
    HttpUrl url = HttpUrl.parse(text);
    // Credentials in a URL would end up in messages, a query would be lost when paths are added.
    if (url == null
        || !url.username().isEmpty()
        || !url.password().isEmpty()
        || url.query() != null
        || url.fragment() != null) {
      throw new Failure(
              Failure.Kind.REFUSED,
              "open the provider " + name,
              "its base URL is not an absolute http or https URL without user, query and fragment",
              "Correct 'base_url' or " + URL_VARIABLE + "; the public API is " + PUBLIC_API + ".")
          .asException();
    }
    return url;
  }
}
