package dev.mtasts.provider.aws;

import dev.mtasts.provider.Certificate;
import dev.mtasts.provider.Certificate.Proof;
import dev.mtasts.provider.aws.AwsErrors.Attempt;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.acm.model.CertificateDetail;
import software.amazon.awssdk.services.acm.model.CertificateStatus;
import software.amazon.awssdk.services.acm.model.CertificateSummary;
import software.amazon.awssdk.services.acm.model.CertificateType;
import software.amazon.awssdk.services.acm.model.DomainValidation;
import software.amazon.awssdk.services.acm.model.KeyAlgorithm;
import software.amazon.awssdk.services.acm.model.ListCertificatesResponse;
import software.amazon.awssdk.services.acm.model.ResourceNotFoundException;

/** The certificates of an account, read. */
final class AcmAccount {
  /** The key of the tag on what this tool made. */
  static final String TAG = "mtasts";

  private static final Set<CertificateStatus> ALIVE =
      Set.of(CertificateStatus.PENDING_VALIDATION, CertificateStatus.ISSUED);

  /** What ARNs may be in IAM policies. */
  static final String ANY = "arn:aws:acm:us-east-1:*:certificate/*";

  /**
   * Our certificates for one set of names.
   *
   * @param live the ARN of the one that counts
   * @param dead those that can never be issued, or not any more
   */
  record Ours(Optional<String> live, List<String> dead) {}

  private final PacedCalls<AcmClient> calls;

  AcmAccount(PacedCalls<AcmClient> calls) {
    this.calls = calls;
  }

  /** All certificates that ACM issues itself, by their sorted names. */
  Map<List<String>, List<CertificateSummary>> list() {
    Attempt attempt = new Attempt("list the certificates in ACM", "acm:ListCertificates", "*");
    // Without this the listing leaves out what has another key: an algorithm of a later day too.
    List<KeyAlgorithm> keys = List.copyOf(KeyAlgorithm.knownValues());
    Map<List<String>, List<CertificateSummary>> byNames = new HashMap<>();
    String token = null;
    do {
      String from = token;
      ListCertificatesResponse page =
          calls.call(
              attempt,
              c ->
                  c.listCertificates(
                      r -> r.nextToken(from).maxItems(1_000).includes(i -> i.keyTypes(keys))));
      for (CertificateSummary each : page.certificateSummaryList()) {
        boolean partly = Boolean.TRUE.equals(each.hasAdditionalSubjectAlternativeNames());
        if (!partly && each.type() == CertificateType.AMAZON_ISSUED) {
          byNames.computeIfAbsent(names(each), n -> new ArrayList<>()).add(each);
        }
      }
      token = page.nextToken();
    } while (token != null);
    return byNames;
  }

  /**
   * Which of {@code same} are ours.
   *
   * @param known ARNs that the ledger knows to be ours, so that their tags need no look
   */
  Ours ours(List<CertificateSummary> same, Collection<String> known) {
    List<CertificateSummary> marked =
        same.stream()
            .filter(c -> known.contains(c.certificateArn()) || marked(c.certificateArn()))
            .sorted(
                Comparator.comparing(
                        (CertificateSummary c) -> c.status() != CertificateStatus.ISSUED)
                    .thenComparing(c -> !Boolean.TRUE.equals(c.inUse()))
                    .thenComparing(CertificateSummary::certificateArn))
            .toList();
    Optional<String> live =
        marked.stream()
            .filter(c -> ALIVE.contains(c.status()))
            .map(CertificateSummary::certificateArn)
            .findFirst();
    List<String> dead =
        marked.stream()
            .filter(c -> !ALIVE.contains(c.status()))
            .map(CertificateSummary::certificateArn)
            .toList();
    return new Ours(live, dead);
  }

  /** Whether our tag is on a certificate; false where the certificate is gone. */
  boolean marked(String arn) {
    Attempt attempt = new Attempt("read the tags of " + arn, "acm:ListTagsForCertificate", ANY);
    try {
      return calls.raw(c -> c.listTagsForCertificate(r -> r.certificateArn(arn))).tags().stream()
          .anyMatch(tag -> tag.key().equals(TAG));
    } catch (ResourceNotFoundException e) {
      return false;
    } catch (SdkException e) {
      throw AwsErrors.explain(e, attempt).asException();
    }
  }

  /** A certificate as it is now; empty where it is gone, or as good as gone. */
  Optional<Certificate> describe(String arn, Certificate like) {
    Attempt attempt = new Attempt("read the certificate " + arn, "acm:DescribeCertificate", ANY);
    CertificateDetail detail;
    try {
      detail = calls.raw(c -> c.describeCertificate(r -> r.certificateArn(arn))).certificate();
    } catch (ResourceNotFoundException e) {
      return Optional.empty();
    } catch (SdkException e) {
      throw AwsErrors.explain(e, attempt).asException();
    }
    if (!ALIVE.contains(detail.status())) {
      return Optional.empty();
    }
    List<Proof> proofs = new ArrayList<>();
    for (DomainValidation each : detail.domainValidationOptions()) {
      if (each.resourceRecord() != null) {
        proofs.add(
            new Proof(
                bare(each.domainName()),
                bare(each.resourceRecord().name()),
                bare(each.resourceRecord().value())));
      }
    }
    boolean issued = detail.status() == CertificateStatus.ISSUED;
    return Optional.of(
        new Certificate(
            like.address(),
            like.authority(),
            like.names(),
            arn,
            issued,
            state(
                detail.statusAsString(),
                issued && detail.issuedAt() != null ? detail.issuedAt() : detail.createdAt()),
            proofs));
  }

  /** How a listed certificate stands. */
  static String state(CertificateSummary listed) {
    boolean issued = listed.status() == CertificateStatus.ISSUED && listed.issuedAt() != null;
    return state(listed.statusAsString(), issued ? listed.issuedAt() : listed.createdAt());
  }

  private static String state(String status, @Nullable Instant since) {
    return since == null ? status : status + " since " + since.truncatedTo(ChronoUnit.SECONDS);
  }

  private static List<String> names(CertificateSummary listed) {
    return Stream.concat(
            Stream.of(listed.domainName()), listed.subjectAlternativeNameSummaries().stream())
        .map(AcmAccount::bare)
        .distinct()
        .sorted()
        .toList();
  }

  private static String bare(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }
}
