package dev.mtasts.provider.zonefile;

import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Handler;
import dev.mtasts.provider.Option;
import dev.mtasts.provider.Provider;
import dev.mtasts.provider.ProviderFactory;
import dev.mtasts.provider.Settings;
import dev.mtasts.provider.Surroundings;
import java.util.List;
import java.util.Optional;

/**
 * Holds DNS records in master files.
 *
 * <pre>{@code
 * providers:
 *   dns: { type: zonefile, path: zones }
 * }</pre>
 */
public final class ZoneFileFactory implements ProviderFactory {
  @Override
  public String type() {
    return "zonefile";
  }

  @Override
  public List<Option> options() {
    return List.of(
        Option.required(
            "path",
            Option.Type.PATH,
            "A folder with one RFC 1035 master file per zone: {zone}.zone, {zone}, db.{zone} or"
                + " {zone}.db."));
  }

  @Override
  public boolean servesDns() {
    return true;
  }

  @Override
  public Provider open(String name, Settings settings, Surroundings surroundings) {
    ZoneFileRecordSets records =
        new ZoneFileRecordSets(
            surroundings.base().resolve(settings.path("path")), surroundings.clock());
    return new Provider() {
      @Override
      public Optional<Handler<DnsRecordSet>> records() {
        return Optional.of(records);
      }
    };
  }
}
