package dev.mtasts.provider.aws;

import dev.mtasts.policy.DomainName;
import dev.mtasts.provider.Certificate;
import dev.mtasts.provider.Front;
import dev.mtasts.provider.Handler;
import dev.mtasts.provider.HostKind;
import dev.mtasts.provider.PolicyHost;
import dev.mtasts.provider.Provider;
import dev.mtasts.provider.Settings;
import dev.mtasts.provider.contract.Ask;
import dev.mtasts.testing.AcmStandIn;
import dev.mtasts.testing.CloudFrontStandIn;
import dev.mtasts.testing.FaultyProxy;
import dev.mtasts.testing.S3Control;
import dev.mtasts.testing.S3Server;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** ACM, CloudFront and S3 that know each other, behind proxies that can fail, and a DNS. */
final class HostingWorld implements AutoCloseable {
  final AcmStandIn acm = new AcmStandIn();
  final CloudFrontStandIn cloudFront = new CloudFrontStandIn();
  final S3Control s3 = new S3Control(S3Server.shared().endpoint());
  final FaultyProxy acmProxy = new FaultyProxy(acm.endpoint());
  final FaultyProxy cloudFrontProxy = new FaultyProxy(cloudFront.endpoint());
  final FaultyProxy s3Proxy = new FaultyProxy(s3.endpoint());
  final Map<String, String> cnames = new ConcurrentHashMap<>();
  final String bucket = "b-" + UUID.randomUUID();

  private final List<Provider> opened = new ArrayList<>();
  private @Nullable Provider provider;

  HostingWorld() {
    acm.dns((name, target) -> target.equals(cnames.get(name)));
    acm.inUse(cloudFront::shows);
    cloudFront.certificates(acm::covers);
  }

  /** A provider of this run. */
  Provider provider() {
    if (provider == null) {
      Map<String, Object> settings =
          Map.of(
              "endpoint", s3Proxy.endpoint(),
              "acm_endpoint", acmProxy.endpoint(),
              "cloudfront_endpoint", cloudFrontProxy.endpoint());
      provider = AwsTesting.open(settings, S3Server.shared().env());
      opened.add(provider);
    }
    return provider;
  }

  /** The next use is another run's. */
  void restart() {
    provider = null;
  }

  Handler<PolicyHost> hosts() {
    return provider().hosts().orElseThrow();
  }

  Handler<Certificate> certificates() {
    return provider().certificates().orElseThrow();
  }

  /** The front of a domain that stands alone. */
  Front front(String domain) {
    return front(Map.of(), domain);
  }

  /** The front of the first of domains that share a host. */
  Front shared(String... domains) {
    return front(Map.of("share", "mail"), domains);
  }

  Front front(Map<String, Object> more, String... domains) {
    HostKind kind = AwsTesting.FACTORY.hosts().get(1);
    Map<String, Object> host = new HashMap<>(Map.of("bucket", bucket, "create_bucket", true));
    host.putAll(more);
    List<DomainName> group = List.of(domains).stream().map(DomainName::new).toList();
    return kind.fronting()
        .orElseThrow()
        .front(group.get(0), group, Settings.NONE, new Settings(host));
  }

  /** What DNS must hold for a certificate is in it from now on. */
  void prove(Certificate certificate) {
    certificate.proofs().forEach(proof -> cnames.put(proof.name(), proof.target()));
  }

  /** Asks for the certificate of a front, proves it, and gives the host that shows it. */
  PolicyHost certified(Front front) {
    Ask.create(certificates(), front.certificate().orElseThrow());
    prove(Ask.live(certificates(), front.certificate().orElseThrow()).resource());
    Certificate issued = Ask.live(certificates(), front.certificate().orElseThrow()).resource();
    return front.host().showing(issued.id());
  }

  /** Sets up all of a front; the host as it was made. */
  PolicyHost set(Front front) {
    Object made = Ask.create(hosts(), certified(front)).made();
    return (PolicyHost) Objects.requireNonNull(made);
  }

  /** After this many more requests that match, the connection is lost, and all after it. */
  AtomicInteger dieAfter(int requests, boolean answered) {
    AtomicInteger seen = new AtomicInteger();
    Predicate<FaultyProxy.Request> last = r -> seen.incrementAndGet() == requests;
    Predicate<FaultyProxy.Request> later = r -> seen.get() > requests;
    for (FaultyProxy proxy : List.of(acmProxy, cloudFrontProxy, s3Proxy)) {
      proxy.always(
          last, answered ? new FaultyProxy.Fault.LoseAnswer() : new FaultyProxy.Fault.Refuse());
      proxy.always(later, new FaultyProxy.Fault.Refuse());
    }
    return seen;
  }

  /** Nothing is lost any more, and another run begins. */
  void revive() {
    List.of(acmProxy, cloudFrontProxy, s3Proxy).forEach(FaultyProxy::heal);
    restart();
  }

  /** Forgets the requests so far. */
  void clearLogs() {
    acm.clearLog();
    cloudFront.clearLog();
    s3.clearLog();
  }

  /** How many requests came. */
  int requests() {
    return acm.log().size() + cloudFront.log().size() + s3.log().size();
  }

  @Override
  public void close() {
    opened.forEach(Provider::close);
    acmProxy.close();
    cloudFrontProxy.close();
    s3Proxy.close();
    acm.close();
    cloudFront.close();
    s3.close();
  }
}
