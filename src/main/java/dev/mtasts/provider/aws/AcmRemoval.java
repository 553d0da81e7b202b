package dev.mtasts.provider.aws;

import dev.mtasts.provider.Certificate;
import dev.mtasts.provider.Failure;
import dev.mtasts.provider.Outcome;
import dev.mtasts.provider.Progress;
import dev.mtasts.provider.aws.AwsErrors.Attempt;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.acm.model.CertificateSummary;
import software.amazon.awssdk.services.acm.model.ResourceInUseException;
import software.amazon.awssdk.services.acm.model.ResourceNotFoundException;

/** Deletes certificates of ours, once nothing uses them any more. */
final class AcmRemoval {
  /** How long ACM may take to notice that a distribution is gone. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final Duration PAUSE = Duration.ofSeconds(10);

  private final PacedCalls<AcmClient> calls;
  private final AcmAccount account;
  private final Progress progress;

  AcmRemoval(PacedCalls<AcmClient> calls, AcmAccount account, Progress progress) {
    this.calls = calls;
    this.account = account;
    this.progress = progress;
  }

  /**
   * Deletes {@code before}; done where it is gone.
   *
   * @param listed what the account has for exactly its names
   */
  Outcome remove(Certificate before, List<CertificateSummary> listed) {
    List<String> there = listed.stream().map(CertificateSummary::certificateArn).toList();
    if (!there.contains(before.id())) {
      // Deleted, or another by now: that one was not planned for.
      return account.ours(listed, List.of()).live().isEmpty()
          ? new Outcome.Done(null)
          : new Outcome.Moved("id", before.id(), String.join(" ", there));
    }
    if (!account.marked(before.id())) {
      return new Outcome.Moved("tag", AcmAccount.TAG, "no such tag on " + before.id());
    }
    delete(before);
    return new Outcome.Done(null);
  }

  private void delete(Certificate before) {
    Attempt attempt =
        new Attempt(
            "delete the certificate for "
                + AcmNames.words(before.names())
                + " ("
                + before.id()
                + ")",
            "acm:DeleteCertificate",
            AcmAccount.ANY);
    Duration spent = Duration.ZERO;
    while (true) {
      try {
        calls.raw(c -> c.deleteCertificate(r -> r.certificateArn(before.id())));
        return;
      } catch (ResourceNotFoundException e) {
        return;
      } catch (ResourceInUseException e) {
        if (spent.compareTo(PATIENCE) >= 0) {
          throw inUse(attempt, e).asException();
        }
      } catch (SdkException e) {
        throw AwsErrors.explain(e, attempt).asException();
      }
      progress.at("waiting until no distribution has the certificate", 0, 1);
      calls.pause(PAUSE);
      spent = spent.plus(PAUSE);
    }
  }

  private static Failure inUse(Attempt attempt, ResourceInUseException e) {
    return new Failure(
        Failure.Kind.REFUSED,
        attempt.tried(),
        AwsErrors.reason(e),
        "Take it away from what still uses it, then run the command again.");
  }
}
