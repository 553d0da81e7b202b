package dev.mtasts.e2e;

import dev.mtasts.Providers;
import dev.mtasts.provider.ProviderFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Policies in a folder, zones in master files, the ledger in a file. */
final class FileWorld extends World {
  private static final Pattern TXT = Pattern.compile("(?m)^(\\S+)[^;\\n]*\\sTXT\\s+\"([^\"]*)\"");

  FileWorld(Path folder) {
    super(folder);
    for (String name : DOMAINS) {
      write("zones/" + name + ".zone", zone(name));
    }
  }

  private static String zone(String name) {
    return "; kept by hand\n$ORIGIN "
        + name
        + ".\n$TTL 1h\n@ IN SOA ns1 hostmaster ( 7 4h 1h 2w 5m ) ; serial first\n@ IN NS ns1\n"
        + "ns1 IN A 192.0.2.53\n";
  }

  @Override
  String head() {
    return """
        providers:
          web: { type: directory, root: public }
          zone: { type: zonefile, path: zones }
        defaults:
          host: { provider: web }
          dns: { provider: zone }
        """;
  }

  Path zoneFile(String domain) {
    return folder.resolve("zones/" + domain + ".zone");
  }

  Path policyFile(String domain) {
    return folder.resolve("public/" + domain + "/.well-known/mta-sts.txt");
  }

  Path ledgerFile() {
    return folder.resolve(".mtasts/state.json");
  }

  @Override
  Optional<String> policy(String domain) {
    return read(policyFile(domain));
  }

  @Override
  List<String> txt(String name) {
    String origin = origin(name);
    Matcher line = TXT.matcher(read(zoneFile(origin)).orElseThrow());
    return line.results()
        .filter(hit -> absolute(hit.group(1), origin).equals(name))
        .map(hit -> hit.group(2))
        .sorted()
        .toList();
  }

  @Override
  void addTxt(String name, String value) {
    String origin = origin(name);
    write(
        "zones/" + origin + ".zone",
        read(zoneFile(origin)).orElseThrow() + name + ". 300 IN TXT \"" + value + "\"\n");
  }

  @Override
  void removeTxt(String name, String value) {
    String origin = origin(name);
    StringBuilder kept = new StringBuilder();
    read(zoneFile(origin))
        .orElseThrow()
        .lines()
        .filter(line -> !line.contains('"' + value + '"'))
        .forEach(line -> kept.append(line).append('\n'));
    write("zones/" + origin + ".zone", kept.toString());
  }

  private static String origin(String name) {
    return Stream.of(ACME, SHOP, NEWS).filter(name::endsWith).findFirst().orElseThrow();
  }

  private static String absolute(String owner, String origin) {
    return owner.endsWith(".") ? owner.substring(0, owner.length() - 1) : owner + "." + origin;
  }

  @Override
  Optional<String> ledger() {
    return read(ledgerFile());
  }

  @Override
  Optional<String> lock() {
    return read(folder.resolve(".mtasts/state.json.lock"));
  }

  @Override
  List<ProviderFactory> factories() {
    return Providers.all();
  }
}
