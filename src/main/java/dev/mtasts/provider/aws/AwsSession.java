package dev.mtasts.provider.aws;

import dev.mtasts.provider.Certificate;
import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Handler;
import dev.mtasts.provider.Pacer;
import dev.mtasts.provider.PolicyFile;
import dev.mtasts.provider.PolicyHost;
import dev.mtasts.provider.Progress;
import java.util.function.Supplier;
import software.amazon.awssdk.services.s3.S3Client;

/** What a provider needs once it is asked to work: the clients, the threads, the handlers. */
final class AwsSession implements AutoCloseable {
  /** How many requests to S3 are under way at once. */
  private static final int S3_AT_ONCE = 16;

  /** Enough to fill Route 53's rate at its usual tenth of a second per answer. */
  private static final int ROUTE53_AT_ONCE = 4;

  /** ACM and CloudFront take a few requests a second, and answer within one. */
  private static final int HOSTS_AT_ONCE = 4;

  private static final int HOSTS_BURST = 5;
  private static final int HOSTS_PER_SECOND = 5;

  /** More than a sender reads of a policy (RFC 8461 §3.3 suggests 64 KiB). */
  private static final int POLICY_LIMIT = 128 * 1024;

  private final AwsAccess access;
  private final Crew s3Crew = new Crew("Amazon S3", S3_AT_ONCE);
  private final Crew route53Crew = new Crew("Route 53", ROUTE53_AT_ONCE);
  private final Crew hostCrew = new Crew("ACM and CloudFront", HOSTS_AT_ONCE);
  private final Handler<DnsRecordSet> records;
  private final Handler<PolicyFile> files;
  private final Handler<Certificate> certificates;
  private final Handler<PolicyHost> hosts;

  AwsSession(AwsAccess access, Pacer.Sleeper sleeper, Progress progress) {
    this.access = access;
    this.records =
        new Route53RecordSets(
            new Route53Calls(access::route53, sleeper), access::foreignDns, route53Crew, progress);
    this.files =
        new S3PolicyFiles(new S3Objects(store(access, sleeper), POLICY_LIMIT), s3Crew, progress);
    this.certificates = new AcmCertificates(paced("ACM", access::acm, sleeper), hostCrew, progress);
    this.hosts =
        new CloudFrontHosts(
            new CloudFrontAccount(paced("CloudFront", access::cloudFront, sleeper)),
            new OriginBuckets(access, sleeper),
            hostCrew,
            progress);
  }

  private static <C> PacedCalls<C> paced(
      String service, Supplier<C> client, Pacer.Sleeper sleeper) {
    return new PacedCalls<>(service, client, HOSTS_BURST, HOSTS_PER_SECOND, sleeper);
  }

  /** The store of {@code access}, as {@link S3Objects} wants it. */
  static S3Objects.Access store(AwsAccess access, Pacer.Sleeper sleeper) {
    return new S3Objects.Access() {
      @Override
      public S3Client client() {
        return access.s3();
      }

      @Override
      public boolean doubtful() {
        return access.foreignStore();
      }

      @Override
      public Pacer.Sleeper sleeper() {
        return sleeper;
      }
    };
  }

  /** Record sets in Route 53. */
  Handler<DnsRecordSet> records() {
    return records;
  }

  /** Policy files in S3. */
  Handler<PolicyFile> files() {
    return files;
  }

  /** Certificates in ACM. */
  Handler<Certificate> certificates() {
    return certificates;
  }

  /** Distributions of CloudFront. */
  Handler<PolicyHost> hosts() {
    return hosts;
  }

  @Override
  public void close() {
    s3Crew.close();
    route53Crew.close();
    hostCrew.close();
    access.close();
  }
}
