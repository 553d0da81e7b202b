package dev.mtasts.provider.aws;

import dev.mtasts.provider.Address;
import dev.mtasts.provider.Certificate;
import dev.mtasts.provider.Change;
import dev.mtasts.provider.Failure;
import dev.mtasts.provider.Handler;
import dev.mtasts.provider.Outcome;
import dev.mtasts.provider.Progress;
import dev.mtasts.provider.ProviderException;
import dev.mtasts.provider.Reading;
import dev.mtasts.provider.Wanted;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.acm.model.CertificateStatus;
import software.amazon.awssdk.services.acm.model.CertificateSummary;

/**
 * TLS certificates of ACM in us-east-1, found by the exact set of their names and by our tag.
 *
 * <p>The version of a certificate is its ARN. A change to other names is a new certificate: one in
 * use cannot be altered, so the old one stays until it is deleted by a change of its own. Several
 * addresses may want the same names; they get the same certificate.
 */
final class AcmCertificates implements Handler<Certificate> {
  private static final String READING = "reading certificates in ACM";
  private static final String ASKING = "asking ACM for certificates";

  private final AcmAccount account;
  private final AcmRequest request;
  private final AcmRemoval removal;
  private final Crew crew;
  private final Progress progress;

  /** Makes nothing yet. */
  AcmCertificates(PacedCalls<AcmClient> calls, Crew crew, Progress progress) {
    this.account = new AcmAccount(calls);
    this.request = new AcmRequest(calls, account, progress);
    this.removal = new AcmRemoval(calls, account, progress);
    this.crew = crew;
    this.progress = progress;
  }

  @Override
  public Map<Address, Reading<Certificate>> read(Collection<Wanted<Certificate>> wanted) {
    Map<List<String>, List<Wanted<Certificate>>> groups = new LinkedHashMap<>();
    wanted.forEach(
        w -> groups.computeIfAbsent(w.expected().names(), n -> new ArrayList<>()).add(w));
    Map<Address, Reading<Certificate>> answers = new LinkedHashMap<>();
    Map<List<String>, List<CertificateSummary>> listed;
    try {
      listed = account.list();
    } catch (ProviderException e) {
      wanted.forEach(w -> answers.put(w.expected().address(), new Reading.Unread<>(e.failure())));
      return answers;
    }
    AtomicInteger done = new AtomicInteger();
    List<Map.Entry<List<String>, List<Wanted<Certificate>>>> all = List.copyOf(groups.entrySet());
    crew.each(
            all,
            group -> {
              Map<Address, Reading<Certificate>> read =
                  read(group.getValue(), listed.getOrDefault(group.getKey(), List.of()));
              progress.at(READING, done.incrementAndGet(), all.size());
              return read;
            })
        .forEach(answers::putAll);
    return answers;
  }

  @Override
  public Map<Address, Outcome> write(Collection<Change<Certificate>> changes) {
    Map<List<String>, List<Change<Certificate>>> groups = new LinkedHashMap<>();
    for (Change<Certificate> change : changes) {
      groups.computeIfAbsent(change.subject().names(), n -> new ArrayList<>()).add(change);
    }
    Map<Address, Outcome> answers = new LinkedHashMap<>();
    Map<List<String>, List<CertificateSummary>> listed;
    try {
      listed = account.list();
    } catch (ProviderException e) {
      changes.forEach(c -> answers.put(c.address(), new Outcome.Failed(e.failure())));
      return answers;
    }
    AtomicInteger done = new AtomicInteger();
    List<Map.Entry<List<String>, List<Change<Certificate>>>> all = List.copyOf(groups.entrySet());
    crew.each(
            all,
            group -> {
              List<CertificateSummary> there = listed.getOrDefault(group.getKey(), List.of());
              Map<Address, Outcome> made = write(group.getValue(), there);
              progress.at(ASKING, done.incrementAndGet(), all.size());
              return made;
            })
        .forEach(answers::putAll);
    return answers;
  }

  private Map<Address, Reading<Certificate>> read(
      List<Wanted<Certificate>> same, List<CertificateSummary> listed) {
    Map<Address, Reading<Certificate>> answers = new LinkedHashMap<>();
    for (Wanted<Certificate> each : same) {
      answers.put(each.expected().address(), new Reading.Absent<>());
    }
    try {
      AcmNames.check(same.get(0).expected().names());
      Optional<Certificate> known = known(same, listed);
      Optional<Certificate> live =
          known.isPresent()
              ? known
              : account
                  .ours(listed, ids(same))
                  .live()
                  .flatMap(arn -> account.describe(arn, same.get(0).expected()));
      live.ifPresent(
          found ->
              answers.replaceAll((at, r) -> new Reading.Live<>(found.at(at), found.id(), true)));
    } catch (ProviderException e) {
      answers.replaceAll((at, r) -> new Reading.Unread<>(e.failure()));
    }
    return answers;
  }

  /** What the engine remembers in full, where the listing shows it as it was. */
  private static Optional<Certificate> known(
      List<Wanted<Certificate>> same, List<CertificateSummary> listed) {
    for (Wanted<Certificate> each : same) {
      Certificate expected = each.expected();
      boolean whole =
          expected.issued()
              && expected.names().stream().allMatch(name -> expected.proof(name).isPresent());
      for (CertificateSummary summary : listed) {
        if (whole
            && summary.certificateArn().equals(expected.id())
            && summary.status() == CertificateStatus.ISSUED) {
          return Optional.of(expected.standing(true, AcmAccount.state(summary)));
        }
      }
    }
    return Optional.empty();
  }

  private static List<String> ids(List<Wanted<Certificate>> same) {
    return same.stream().map(w -> w.expected().id()).toList();
  }

  private Map<Address, Outcome> write(
      List<Change<Certificate>> same, List<CertificateSummary> listed) {
    Map<Address, Outcome> answers = new LinkedHashMap<>();
    List<Change<Certificate>> wished = same.stream().filter(c -> c.after() != null).toList();
    if (!wished.isEmpty()) {
      Certificate like = wished.get(0).subject();
      try {
        Certificate made = request.ensure(like, listed);
        wished.forEach(
            c -> answers.put(c.address(), new Outcome.Done(made.id(), made.at(c.address()))));
      } catch (ProviderException e) {
        wished.forEach(c -> answers.put(c.address(), new Outcome.Failed(e.failure())));
      }
    }
    Map<String, Outcome> removed = new LinkedHashMap<>(); // By ARN: several may have shared one.
    for (Change<Certificate> change : same) {
      Certificate before = change.subject();
      if (change.after() == null) {
        answers.put(
            change.address(),
            wished.isEmpty()
                ? removed.computeIfAbsent(before.id(), arn -> remove(before, listed))
                : stillWanted(before));
      }
    }
    return answers;
  }

  private Outcome remove(Certificate before, List<CertificateSummary> listed) {
    try {
      return removal.remove(before, listed);
    } catch (ProviderException e) {
      return new Outcome.Failed(e.failure());
    }
  }

  private static Outcome stillWanted(Certificate before) {
    return new Outcome.Failed(
        new Failure(
            Failure.Kind.REFUSED,
            "delete the certificate for " + AcmNames.words(before.names()),
            "the same run asks for it",
            "Plan again."));
  }
}
