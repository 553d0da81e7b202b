package dev.mtasts.provider.cloudflare;

import dev.mtasts.policy.DomainName;
import dev.mtasts.provider.Address;
import dev.mtasts.provider.Change;
import dev.mtasts.provider.Front;
import dev.mtasts.provider.Part;
import dev.mtasts.provider.PolicyFile;
import dev.mtasts.provider.PolicyHost;
import dev.mtasts.provider.Resource;
import dev.mtasts.provider.Settings;
import dev.mtasts.provider.contract.PolicyFilesContract;
import dev.mtasts.testing.CloudflareScript;
import java.util.List;
import java.util.Map;

/** What the tests of the Worker share. */
final class WorkerTesting {
  static final String ACCOUNT = "acc00000000000000000000000000001";
  static final String SCRIPT = "mta-sts";
  static final Settings HOST_BLOCK = new Settings(Map.of("script", SCRIPT));

  private WorkerTesting() {}

  static PolicyFile file(String domain) {
    return file(domain, PolicyFilesContract.BODY);
  }

  static PolicyFile file(String domain, String body) {
    DomainName name = new DomainName(domain);
    String location = WorkerHosting.KIND.locator().locate(name, Settings.NONE, HOST_BLOCK);
    return new PolicyFile(new Address(name, Part.POLICY), location, body, "");
  }

  static Front front(String domain) {
    DomainName name = new DomainName(domain);
    return WorkerHosting.KIND
        .fronting()
        .orElseThrow()
        .front(name, List.of(name), Settings.NONE, HOST_BLOCK);
  }

  static PolicyHost host(String domain) {
    return front(domain).host();
  }

  static <R extends Resource> List<Change<R>> creations(List<R> wanted) {
    return wanted.stream().map(each -> new Change<R>(null, each, null, "not there yet")).toList();
  }

  static CloudflareScript script(CloudflareWorld world, String name) {
    return world.standIn.workers().script(name).orElseThrow();
  }

  static PolicyData data(CloudflareWorld world, String name) {
    return PolicyData.parse(script(world, name).module(WorkerCode.DATA));
  }
}
