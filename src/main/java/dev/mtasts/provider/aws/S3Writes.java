package dev.mtasts.provider.aws;

import dev.mtasts.provider.ProviderException;
import dev.mtasts.provider.aws.AwsErrors.Attempt;
import dev.mtasts.provider.aws.S3Objects.Content;
import dev.mtasts.provider.aws.S3Objects.Found;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * Compare-and-set on an object, also where the store is not up to it.
 *
 * <p>Source: the S3 user guide, "Conditional writes". What a store answers, and what follows:
 *
 * <table>
 * <caption>Answers to a conditional write</caption>
 * <tr><th>answer</th><th>the object, read again</th><th>then</th></tr>
 * <tr><td>any</td><td>is what we meant to write</td><td>it is done: an answer was lost</td></tr>
 * <tr><td>412, 404</td><td>is not what was expected</td><td>it differs; nothing is written</td></tr>
 * <tr><td>412, 404</td><td>is what was expected</td><td>the store compares wrongly (Ceph up to 16
 * knows no quoted ETag): once more without quotes, then once without a condition, right after that
 * reading</td></tr>
 * <tr><td>409; 412 or 404 where nothing was expected</td><td>is what was expected</td><td>another
 * write was under way, or what stood there is gone by now: after a pause, once more</td></tr>
 * <tr><td>none, 5xx</td><td>is as before</td><td>the failure is reported</td></tr>
 * </table>
 *
 * <p>A store that is not Amazon's may ignore conditions. There every write is preceded by a
 * reading, which leaves a window of milliseconds instead of none.
 */
final class S3Writes {
  /** How a conditional act ended. */
  sealed interface Ending {
    /**
     * The object is as meant.
     *
     * @param etag its version; "" after a deletion
     * @param byUs false where it was so before we came
     */
    record Made(String etag, boolean byUs) implements Ending {}

    /** The object was not as expected, and nothing was done. */
    record Differs(Optional<Found> found) implements Ending {}
  }

  private enum Form {
    QUOTED,
    BARE,
    NONE
  }

  private static final int CONFLICTS = 5;
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final S3Objects objects;

  S3Writes(S3Objects objects) {
    this.objects = objects;
  }

  /**
   * Writes if the object has the ETag {@code expected}.
   *
   * @param expected null where nothing may be there
   */
  Ending put(S3Location at, Content content, @Nullable String expected) {
    Attempt attempt =
        new Attempt("write " + at, "s3:PutObject", "arn:aws:s3:::" + at.bucket() + "/*");
    if (objects.access().doubtful()) {
      Optional<Found> found = objects.get(at);
      if (found.isPresent() && content.isIn(found.get())) {
        return new Ending.Made(found.get().etag(), false);
      }
      if (!fits(found, expected)) {
        return new Ending.Differs(found);
      }
    }
    return insist(
        attempt,
        at,
        expected,
        form -> new Ending.Made(send(at, content, expected, form), true),
        found ->
            found.isPresent() && content.isIn(found.get())
                ? Optional.of(new Ending.Made(found.get().etag(), true))
                : Optional.empty());
  }

  /** Deletes if the object has the ETag {@code expected}; where it is gone, it is as meant. */
  Ending delete(S3Location at, String expected) {
    Attempt attempt =
        new Attempt("delete " + at, "s3:DeleteObject", "arn:aws:s3:::" + at.bucket() + "/*");
    // Always read first: several stores ignore conditions here, and deletions are rare.
    Optional<Found> before = objects.get(at);
    if (before.isEmpty()) {
      return new Ending.Made("", false);
    }
    if (!fits(before, expected)) {
      return new Ending.Differs(before);
    }
    return insist(
        attempt,
        at,
        expected,
        form -> {
          var request = DeleteObjectRequest.builder().bucket(at.bucket()).key(at.key());
          objects.access().client().deleteObject(request.ifMatch(match(expected, form)).build());
          return new Ending.Made("", true);
        },
        found -> found.isEmpty() ? Optional.of(new Ending.Made("", true)) : Optional.empty());
  }

  private interface Act {
    Ending in(Form form);
  }

  private interface Check {
    Optional<Ending> done(Optional<Found> found);
  }

  private Ending insist(
      Attempt attempt, S3Location at, @Nullable String expected, Act act, Check check) {
    Form form = Form.QUOTED;
    int conflicts = 0;
    while (true) {
      try {
        return act.in(form);
      } catch (SdkException e) {
        if (!worthLooking(e)) {
          throw AwsErrors.explain(e, attempt).asException();
        }
        Optional<Found> found = look(at, e, attempt);
        Optional<Ending> done = check.done(found);
        if (done.isPresent()) {
          return done.get();
        }
        if (AwsErrors.mayHaveHappened(e)) {
          throw AwsErrors.explain(e, attempt).asException();
        }
        if (!fits(found, expected)) {
          return new Ending.Differs(found);
        }
        if (AwsErrors.status(e) == 409 || expected == null) {
          if (++conflicts == CONFLICTS) {
            throw AwsErrors.explain(e, attempt).asException();
          }
          objects
              .access()
              .sleeper()
              .sleep(PAUSE.multipliedBy(conflicts), attempt.tried(), "Run the command again.");
        } else if (form == Form.NONE) {
          throw AwsErrors.explain(e, attempt).asException();
        } else {
          form = form == Form.QUOTED ? Form.BARE : Form.NONE;
        }
      }
    }
  }

  private static boolean worthLooking(SdkException e) {
    int status = AwsErrors.status(e);
    return AwsErrors.mayHaveHappened(e)
        || status == 412
        || status == 409
        || (status == 404 && !AwsErrors.code(e).equals("NoSuchBucket"));
  }

  private Optional<Found> look(S3Location at, SdkException cause, Attempt attempt) {
    try {
      return objects.get(at);
    } catch (ProviderException e) {
      // The first failure is the one to tell about.
      throw AwsErrors.explain(cause, attempt).asException();
    }
  }

  private String send(S3Location at, Content content, @Nullable String expected, Form form) {
    PutObjectRequest.Builder request =
        PutObjectRequest.builder()
            .bucket(at.bucket())
            .key(at.key())
            .contentType(content.type())
            .metadata(content.metadata());
    if (!content.cacheControl().isEmpty()) {
      request.cacheControl(content.cacheControl());
    }
    if (expected == null) {
      request.ifNoneMatch("*");
    } else {
      request.ifMatch(match(expected, form));
    }
    return S3Objects.bare(
        objects
            .access()
            .client()
            .putObject(request.build(), RequestBody.fromString(content.text()))
            .eTag());
  }

  private static @Nullable String match(String expected, Form form) {
    return switch (form) {
      case QUOTED -> '"' + expected + '"';
      case BARE -> expected;
      case NONE -> null;
    };
  }

  private static boolean fits(Optional<Found> found, @Nullable String expected) {
    return expected == null
        ? found.isEmpty()
        : found.isPresent() && found.get().etag().equals(expected);
  }
}
