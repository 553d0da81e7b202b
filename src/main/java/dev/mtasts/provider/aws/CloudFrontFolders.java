package dev.mtasts.provider.aws;

import dev.mtasts.provider.Failure;
import dev.mtasts.provider.aws.AwsErrors.Attempt;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.cloudfront.model.FunctionConfig;
import software.amazon.awssdk.services.cloudfront.model.FunctionRuntime;
import software.amazon.awssdk.services.cloudfront.model.FunctionStage;
import software.amazon.awssdk.services.cloudfront.model.FunctionSummary;
import software.amazon.awssdk.services.cloudfront.model.GetFunctionResponse;
import software.amazon.awssdk.services.cloudfront.model.NoSuchFunctionExistsException;

/**
 * The CloudFront Function that lets domains share a distribution: it puts the domain's folder
 * before the path. It knows no domain by name, so an account needs one, whoever shares.
 *
 * <p>Source: the CloudFront developer guide, "Write function code" (runtime 2.0). What is published
 * runs as the stage LIVE; a change goes to DEVELOPMENT first.
 */
final class CloudFrontFolders {
  /** Its name. */
  static final String NAME = "mtasts-folders";

  /** The comment by which it is ours. */
  static final String COMMENT = "mtasts: the folder of the host that was asked for";

  /** Its code: {@code mta-sts.acme.example/x} becomes {@code /acme.example/x}. */
  static final String CODE =
      """
      function handler(event) {
        var request = event.request;
        var host = request.headers.host.value.toLowerCase();
        if (host.indexOf('mta-sts.') !== 0) {
          return { statusCode: 404, statusDescription: 'Not Found' };
        }
        request.uri = '/' + host.substring(8) + request.uri;
        return request;
      }
      """;

  private static final String ANY = "arn:aws:cloudfront::*:function/" + NAME;
  private static final int ROUNDS = 5;
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Set<String> CROSSED =
      Set.of("FunctionAlreadyExists", "InvalidIfMatchVersion", "PreconditionFailed");

  private final PacedCalls<CloudFrontClient> calls;

  CloudFrontFolders(PacedCalls<CloudFrontClient> calls) {
    this.calls = calls;
  }

  /** The ARN of the function, where it runs as it should. */
  Optional<String> live() {
    Optional<FunctionSummary> there = describe(FunctionStage.LIVE);
    return there.isPresent() && code(FunctionStage.LIVE).equals(Optional.of(CODE))
        ? there.map(f -> f.functionMetadata().functionARN())
        : Optional.empty();
  }

  /** Makes it run as it should; its ARN. */
  String ensure() {
    for (int round = 1; ; round++) {
      Optional<String> done = live();
      if (done.isPresent()) {
        return done.get();
      }
      if (round > ROUNDS) {
        throw unpublished().asException();
      }
      if (round > 1) {
        calls.pause(PAUSE);
      }
      publish(draft());
    }
  }

  /** The version of a draft that holds our code. */
  private Optional<String> draft() {
    FunctionConfig config =
        FunctionConfig.builder()
            .comment(COMMENT)
            .runtime(FunctionRuntime.CLOUDFRONT_JS_2_0)
            .build();
    Optional<FunctionSummary> there = describe(FunctionStage.DEVELOPMENT);
    SdkBytes code = SdkBytes.fromUtf8String(CODE);
    if (there.isEmpty()) {
      return change(
          attempt("make", "cloudfront:CreateFunction"),
          c ->
              c.createFunction(r -> r.name(NAME).functionConfig(config).functionCode(code)).eTag());
    }
    if (!COMMENT.equals(there.get().functionConfig().comment())) {
      throw foreign().asException();
    }
    GetFunctionResponse found =
        calls.call(
            attempt("read", "cloudfront:GetFunction"),
            c -> c.getFunction(r -> r.name(NAME).stage(FunctionStage.DEVELOPMENT)));
    if (found.functionCode().asUtf8String().equals(CODE)) {
      return Optional.of(found.eTag());
    }
    return change(
        attempt("change", "cloudfront:UpdateFunction"),
        c ->
            c.updateFunction(
                    r ->
                        r.name(NAME)
                            .ifMatch(found.eTag())
                            .functionConfig(config)
                            .functionCode(code))
                .eTag());
  }

  /** Publishes a draft, unless somebody is faster. */
  private void publish(Optional<String> version) {
    if (version.isPresent()) {
      change(
          attempt("publish", "cloudfront:PublishFunction"),
          c -> {
            c.publishFunction(r -> r.name(NAME).ifMatch(version.get()));
            return version.get();
          });
    }
  }

  /** Empty where somebody was faster, or where an answer was lost: look again. */
  private Optional<String> change(Attempt attempt, Function<CloudFrontClient, String> call) {
    try {
      return Optional.of(calls.raw(call));
    } catch (SdkException e) {
      if (CROSSED.contains(AwsErrors.code(e))) {
        return Optional.empty();
      }
      throw AwsErrors.explain(e, attempt).asException();
    }
  }

  private Optional<FunctionSummary> describe(FunctionStage stage) {
    try {
      return Optional.of(
          calls.raw(c -> c.describeFunction(r -> r.name(NAME).stage(stage))).functionSummary());
    } catch (NoSuchFunctionExistsException e) {
      return Optional.empty();
    } catch (SdkException e) {
      throw AwsErrors.explain(e, attempt("look at", "cloudfront:DescribeFunction")).asException();
    }
  }

  private Optional<String> code(FunctionStage stage) {
    try {
      return Optional.of(
          calls
              .raw(c -> c.getFunction(r -> r.name(NAME).stage(stage)))
              .functionCode()
              .asUtf8String());
    } catch (NoSuchFunctionExistsException e) {
      return Optional.empty();
    } catch (SdkException e) {
      throw AwsErrors.explain(e, attempt("read", "cloudfront:GetFunction")).asException();
    }
  }

  private static Attempt attempt(String what, String action) {
    return new Attempt(what + " the CloudFront function " + NAME, action, ANY);
  }

  private static Failure unpublished() {
    return new Failure(
        Failure.Kind.UNAVAILABLE,
        "publish the CloudFront function " + NAME,
        "it does not show as published, or somebody else changes it all the time",
        "Run the command again.");
  }

  private static Failure foreign() {
    return new Failure(
        Failure.Kind.REFUSED,
        "change the CloudFront function " + NAME,
        "its comment says that somebody else made it",
        "Rename or remove that function.");
  }
}
