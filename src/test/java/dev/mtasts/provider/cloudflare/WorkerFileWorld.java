package dev.mtasts.provider.cloudflare;

import dev.mtasts.policy.DomainName;
import dev.mtasts.provider.Address;
import dev.mtasts.provider.Handler;
import dev.mtasts.provider.Part;
import dev.mtasts.provider.PolicyFile;
import dev.mtasts.provider.contract.FileWorld;
import dev.mtasts.testing.CloudflareScript;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Policies in a script of the stand-in, for the contract. */
final class WorkerFileWorld implements FileWorld {
  static final String SCRIPT = "mta-sts";

  /** No zone ends so. */
  private static final String MISSING = ".nozone";

  private final CloudflareWorld world;

  WorkerFileWorld(CloudflareWorld world) {
    this.world = world;
    world.standIn.addZone("acme.example");
    world.standIn.addZone("taken.example");
  }

  static PolicyFile policy(String domain, String body) {
    DomainName name = new DomainName(domain);
    String location = WorkerPlace.of(SCRIPT, name).toString();
    return new PolicyFile(new Address(name, Part.POLICY), location, body, "");
  }

  @Override
  public Handler<PolicyFile> handler() {
    return world.files();
  }

  @Override
  public PolicyFile file(String domain, String body) {
    return policy(domain, body);
  }

  @Override
  public PolicyFile misplaced(String domain, String body) {
    PolicyFile file = policy(domain, body);
    String location = file.location().replace(".example", MISSING);
    return new PolicyFile(file.address(), location, body, "");
  }

  @Override
  public String missingContainer() {
    return MISSING;
  }

  @Override
  public void put(String location, String body) {
    edit(
        hosts ->
            hosts.put(
                WorkerPlace.parse(location).host(),
                new PolicyData.Hosted("acme.example", body, false)));
  }

  @Override
  public void remove(String location) {
    edit(hosts -> hosts.remove(WorkerPlace.parse(location).host()));
  }

  private void edit(Consumer<SortedMap<String, PolicyData.Hosted>> change) {
    CloudflareScript script =
        world
            .standIn
            .workers()
            .script(SCRIPT)
            .orElseGet(
                () -> {
                  CloudflareScript made = world.standIn.workers().addForeign(SCRIPT);
                  made.tag(ScriptForm.MARK);
                  made.edit(WorkerCode.DATA, PolicyData.NONE.text());
                  return made;
                });
    SortedMap<String, PolicyData.Hosted> hosts =
        new TreeMap<>(PolicyData.parse(script.module(WorkerCode.DATA)).hosts());
    change.accept(hosts);
    script.edit(WorkerCode.DATA, new PolicyData(hosts).text());
  }

  @Override
  public Optional<String> get(String location) {
    String host = WorkerPlace.parse(location).host();
    return world
        .standIn
        .workers()
        .script(SCRIPT)
        .map(script -> PolicyData.parse(script.module(WorkerCode.DATA)).hosts().get(host))
        .map(PolicyData.Hosted::body);
  }

  @Override
  public boolean trustsVersions() {
    return true;
  }

  @Override
  public boolean marks() {
    return true;
  }
}
