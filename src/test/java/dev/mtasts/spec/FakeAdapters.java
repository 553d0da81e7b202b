package dev.mtasts.spec;

import dev.mtasts.policy.DomainName;
import dev.mtasts.provider.Address;
import dev.mtasts.provider.Front;
import dev.mtasts.provider.HostKind;
import dev.mtasts.provider.Option;
import dev.mtasts.provider.Part;
import dev.mtasts.provider.PolicyHost;
import dev.mtasts.provider.Provider;
import dev.mtasts.provider.ProviderFactory;
import dev.mtasts.provider.Settings;
import dev.mtasts.provider.StateBackend;
import dev.mtasts.provider.Surroundings;
import dev.mtasts.provider.Unknown;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Adapters with every kind of option, which are never opened. */
final class FakeAdapters {
  static final ProviderFactory WEB =
      new Fake(
          "web",
          List.of(Option.required("root", Option.Type.PATH, "The folder that is served.")),
          List.of(
              new HostKind(
                  "folder",
                  List.of(
                      Option.withDefault(
                          "file", Option.Type.TEXT, "{domain}.txt", "The file's name.")),
                  (domain, provider, host) ->
                      provider.path("root")
                          + "/"
                          + host.text("file").replace("{domain}", domain.text())),
              new HostKind(
                  "bucket",
                  List.of(
                      Option.required("bucket", Option.Type.TEXT, "The bucket's name."),
                      Option.withDefault(
                          "public", Option.Type.FLAG, "true", "Whether all see it.")),
                  (domain, provider, host) -> "b://" + host.text("bucket") + "/" + domain)),
          false,
          Optional.of(
              new StateBackend(
                  "local",
                  List.of(
                      Option.withDefault(
                          "path", Option.Type.PATH, ".mtasts/state.json", "The ledger's file.")),
                  (state, surroundings) -> {
                    throw new UnsupportedOperationException();
                  })));

  static final ProviderFactory NAMES =
      new Fake(
          "names",
          List.of(
              Option.optional("api_token", Option.Type.SECRET, "Where the token lies."),
              Option.optional("endpoint", Option.Type.ENDPOINT, "Another service."),
              Option.optional("dry", Option.Type.FLAG, "Whether nothing is written.")),
          List.of(),
          true,
          Optional.empty());

  static final ProviderFactory BOTH =
      new Fake(
          "both",
          List.of(Option.optional("endpoint", Option.Type.ENDPOINT, "Another service.")),
          List.of(
              new HostKind(
                  "store",
                  List.of(
                      Option.required("bucket", Option.Type.TEXT, "The store's name."),
                      Option.optional("file", Option.Type.PATH, "A path inside it.")),
                  (domain, provider, host) -> "s://" + host.text("bucket") + "/" + domain)),
          true,
          Optional.of(
              new StateBackend(
                  "store",
                  List.of(
                      Option.required("bucket", Option.Type.TEXT, "The store's name."),
                      Option.optional("secret_key", Option.Type.SECRET, "Where the key lies.")),
                  (state, surroundings) -> {
                    throw new UnsupportedOperationException();
                  })));

  /** Hosts that it sets up itself, alone or shared; no share may be named {@code bad}. */
  static final ProviderFactory EDGE =
      new Fake(
          "edge",
          List.of(),
          List.of(
              new HostKind(
                  "edge",
                  List.of(
                      Option.withDefault("store", Option.Type.PATH, "files", "Where files lie."),
                      Option.optional("key", Option.Type.SECRET, "Where the key lies."),
                      Option.optional("origin", Option.Type.ENDPOINT, "Where files come from."),
                      Option.optional(
                          HostKind.Fronting.SHARE, Option.Type.TEXT, "With whom it is shared.")),
                  (domain, provider, host) -> "e://" + host.path("store") + "/" + domain,
                  Optional.of(FakeAdapters::front))),
          true,
          Optional.empty());

  static final List<ProviderFactory> ALL = List.of(WEB, NAMES, BOTH, EDGE);

  private FakeAdapters() {}

  private static Front front(
      DomainName domain, List<DomainName> group, Settings provider, Settings host) {
    String share = host.optionalText(HostKind.Fronting.SHARE).orElse(domain.text());
    if (share.equals("bad")) {
      throw new IllegalArgumentException("no share is named bad");
    }
    PolicyHost wanted =
        new PolicyHost(
            new Address(domain, Part.HOST),
            "edge:" + share,
            group.stream().map(DomainName::text).toList(),
            Collections.emptySortedMap(),
            Unknown.TEXT,
            Unknown.TEXT,
            false,
            "");
    return new Front(wanted, Optional.empty(), List.of(), true, true);
  }

  private record Fake(
      String type,
      List<Option> options,
      List<HostKind> hosts,
      boolean servesDns,
      Optional<StateBackend> stateBackend)
      implements ProviderFactory {
    @Override
    public Provider open(String name, Settings settings, Surroundings surroundings) {
      throw new UnsupportedOperationException();
    }
  }
}
