package dev.mtasts.provider.aws;

import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Handler;
import dev.mtasts.provider.Pacer;
import dev.mtasts.provider.PolicyFile;
import dev.mtasts.provider.Progress;
import software.amazon.awssdk.services.s3.S3Client;

/** What a provider needs once it is asked to work: the clients, the threads, the handlers. */
final class AwsSession implements AutoCloseable {
  /** How many requests to S3 are under way at once. */
  private static final int S3_AT_ONCE = 16;

  /** Enough to fill Route 53's rate at its usual tenth of a second per answer. */
  private static final int ROUTE53_AT_ONCE = 4;

  /** More than a sender reads of a policy (RFC 8461 §3.3 suggests 64 KiB). */
  private static final int POLICY_LIMIT = 128 * 1024;

  private final AwsAccess access;
  private final Crew s3Crew = new Crew("Amazon S3", S3_AT_ONCE);
  private final Crew route53Crew = new Crew("Route 53", ROUTE53_AT_ONCE);
  private final Handler<DnsRecordSet> records;
  private final Handler<PolicyFile> files;

  AwsSession(AwsAccess access, Pacer.Sleeper sleeper, Progress progress) {
    this.access = access;
    this.records =
        new Route53RecordSets(
            new Route53Calls(access::route53, sleeper), access::foreignDns, route53Crew, progress);
    this.files =
        new S3PolicyFiles(new S3Objects(store(access, sleeper), POLICY_LIMIT), s3Crew, progress);
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

  @Override
  public void close() {
    s3Crew.close();
    route53Crew.close();
    access.close();
  }
}
