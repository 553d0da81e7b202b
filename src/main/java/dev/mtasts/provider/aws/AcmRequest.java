package dev.mtasts.provider.aws;

import dev.mtasts.provider.Certificate;
import dev.mtasts.provider.Failure;
import dev.mtasts.provider.Progress;
import dev.mtasts.provider.aws.AcmAccount.Ours;
import dev.mtasts.provider.aws.AwsErrors.Attempt;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.acm.model.CertificateSummary;
import software.amazon.awssdk.services.acm.model.KeyAlgorithm;
import software.amazon.awssdk.services.acm.model.LimitExceededException;
import software.amazon.awssdk.services.acm.model.RequestCertificateRequest;
import software.amazon.awssdk.services.acm.model.Tag;
import software.amazon.awssdk.services.acm.model.ValidationMethod;

/**
 * Asks for a certificate unless there is one, and waits until ACM has told how to prove its names.
 *
 * <p>Source: the ACM API reference, RequestCertificate: for some seconds after the request a
 * description has no validation records yet.
 */
final class AcmRequest {
  private static final String WAITING = "waiting for ACM's validation records";
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration SILENT = Duration.ofSeconds(2);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final PacedCalls<AcmClient> calls;
  private final AcmAccount account;
  private final Progress progress;

  AcmRequest(PacedCalls<AcmClient> calls, AcmAccount account, Progress progress) {
    this.calls = calls;
    this.account = account;
    this.progress = progress;
  }

  /**
   * The one certificate of ours for the names of {@code wish}, with its proofs.
   *
   * @param listed what the account has for exactly these names
   */
  Certificate ensure(Certificate wish, List<CertificateSummary> listed) {
    AcmNames.check(wish.names());
    Ours ours = account.ours(listed, List.of(wish.id()));
    String arn = ours.live().orElseGet(() -> ask(wish.names(), ours.dead()));
    Certificate made = proved(arn, wish);
    if (ours.live().isEmpty()) {
      ours.dead().forEach(this::clear);
    }
    return made;
  }

  private String ask(List<String> names, List<String> dead) {
    String common = AcmNames.commonName(names).orElseThrow();
    List<String> others = names.stream().filter(name -> !name.equals(common)).toList();
    RequestCertificateRequest.Builder request =
        RequestCertificateRequest.builder()
            .domainName(common)
            .validationMethod(ValidationMethod.DNS)
            // Every sender's TLS library takes it.
            .keyAlgorithm(KeyAlgorithm.RSA_2048)
            .idempotencyToken(AcmNames.token(names, dead))
            .tags(Tag.builder().key(AcmAccount.TAG).value(AcmNames.tagValue(names)).build());
    if (!others.isEmpty()) {
      request.subjectAlternativeNames(others);
    }
    Attempt attempt =
        new Attempt(tried(names), "acm:RequestCertificate and acm:AddTagsToCertificate", "*");
    try {
      return calls.raw(c -> c.requestCertificate(request.build())).certificateArn();
    } catch (LimitExceededException e) {
      Failure plain = AwsErrors.explain(e, attempt);
      throw new Failure(
              plain.kind(),
              plain.tried(),
              plain.because(),
              "Ask AWS to raise this quota of ACM (names per certificate: 10 at first, "
                  + AcmNames.MOST
                  + " at most), or let fewer domains share one host.")
          .asException();
    } catch (SdkException e) {
      throw AwsErrors.explain(e, attempt).asException();
    }
  }

  private Certificate proved(String arn, Certificate wish) {
    Duration spent = Duration.ZERO;
    Duration pause = FIRST_PAUSE;
    while (true) {
      Optional<Certificate> found = account.describe(arn, wish);
      if (found.isPresent() && complete(found.get())) {
        return found.get();
      }
      if (spent.compareTo(PATIENCE) >= 0) {
        throw unproved(arn, wish, found).asException();
      }
      if (spent.compareTo(SILENT) >= 0) {
        progress.at(WAITING, 0, 1);
      }
      calls.pause(pause);
      spent = spent.plus(pause);
      pause = PacedCalls.shorter(pause.multipliedBy(2), LONGEST_PAUSE);
    }
  }

  private static boolean complete(Certificate found) {
    return found.names().stream().allMatch(name -> found.proof(name).isPresent());
  }

  private static Failure unproved(String arn, Certificate wish, Optional<Certificate> found) {
    return new Failure(
        Failure.Kind.UNAVAILABLE,
        tried(wish.names()),
        found.isPresent()
            ? "ACM has not told within two minutes how to prove its names (" + arn + ")"
            : "ACM does not show it, or gave it up at once (" + arn + ")",
        "Run the command again; it finds this certificate. If that does not help, look at it in the"
            + " ACM console of us-east-1.");
  }

  private void clear(String arn) {
    try {
      calls.raw(c -> c.deleteCertificate(r -> r.certificateArn(arn)));
    } catch (SdkException e) {
      // In use, gone, or not allowed: what was asked for stands, and a dead one harms nobody.
      return;
    }
  }

  private static String tried(List<String> names) {
    return "request a certificate for " + AcmNames.words(names) + " from ACM";
  }
}
