package dev.mtasts.verify;

import dev.mtasts.policy.Excerpt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;
import org.xbill.DNS.lookup.RedirectLoopException;
import org.xbill.DNS.lookup.RedirectOverflowException;
import org.xbill.DNS.lookup.ServerFailedException;

/**
 * One question, from the first query to the {@link Look}. It stands between the library's lookup
 * and the network: it asks for the AD flag, and sees every answer, so that aliases and
 * authentication are known for names that do not exist as well.
 */
final class Question implements Resolver {
  private final Resolver upstream;
  private final String servers;
  private final Queue<Message> answers = new ConcurrentLinkedQueue<>();

  /**
   * Prepares.
   *
   * @param servers who is asked, for messages
   */
  Question(Resolver upstream, String servers) {
    this.upstream = upstream;
    this.servers = servers;
  }

  /** Asks, once; {@code sorted} turns the records into values in a fixed order. */
  <T> CompletableFuture<Look<T>> ask(
      String name, int type, Function<List<Record>, List<T>> sorted) {
    Name owner;
    try {
      owner = Name.fromString(name + ".");
    } catch (TextParseException e) {
      String reason = Excerpt.of(name) + " is not a name that DNS can carry";
      return CompletableFuture.completedFuture(Look.unanswered(name, List.of(), reason));
    }
    LookupSession session = LookupSession.builder().resolver(this).build();
    return session
        .lookupAsync(owner, type)
        .handle(
            (result, failure) ->
                failure == null
                    ? with(name, owner, sorted.apply(result.getRecords()))
                    : this.<T>without(name, owner, type, failure))
        .toCompletableFuture();
  }

  /** The library gives an empty result where a server sends no SOA to say that there is nothing. */
  private <T> Look<T> with(String name, Name owner, List<T> values) {
    Look.How how = values.isEmpty() ? Look.How.NO_DATA : Look.How.FOUND;
    return new Look<>(name, how, values, aliases(owner), authenticated(), "", ttl(owner));
  }

  /** Only of those who have the zone: what a cache says runs out while one looks. */
  private OptionalInt ttl(Name owner) {
    return answers.stream()
        .filter(answer -> answer.getHeader().getFlag(Flags.AA))
        .flatMap(answer -> answer.getSection(Section.ANSWER).stream())
        .filter(record -> record.getName().equals(owner))
        .mapToInt(record -> (int) Math.min(record.getTTL(), Integer.MAX_VALUE))
        .min();
  }

  private <T> Look<T> without(String name, Name owner, int type, Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    List<String> aliases = aliases(owner);
    if (cause instanceof NoSuchDomainException) {
      return new Look<>(name, Look.How.NO_NAME, List.of(), aliases, authenticated(), "");
    }
    if (cause instanceof NoSuchRRSetException) {
      return new Look<>(name, Look.How.NO_DATA, List.of(), aliases, authenticated(), "");
    }
    return Look.unanswered(name, aliases, trouble(name + " " + Type.string(type), cause));
  }

  private String trouble(String question, Throwable cause) {
    if (cause instanceof ServerFailedException) {
      return "DNS could not answer for " + question + " (SERVFAIL from " + servers + ")";
    }
    if (cause instanceof RedirectLoopException || cause instanceof RedirectOverflowException) {
      return "DNS leads " + question + " round in a circle of CNAMEs";
    }
    String said = cause.getMessage();
    String why = said == null ? cause.getClass().getSimpleName() : Excerpt.of(said);
    return "no usable DNS answer for " + question + " from " + servers + ": " + why;
  }

  private boolean authenticated() {
    return !answers.isEmpty()
        && answers.stream().allMatch(answer -> answer.getHeader().getFlag(Flags.AD));
  }

  private List<String> aliases(Name owner) {
    Map<Name, Name> targets = new LinkedHashMap<>();
    for (Message answer : answers) {
      for (Record record : answer.getSection(Section.ANSWER)) {
        if (record instanceof CNAMERecord alias) {
          targets.put(alias.getName(), alias.getTarget());
        }
      }
    }
    List<String> followed = new ArrayList<>();
    Name at = targets.get(owner);
    while (at != null && followed.size() < targets.size()) {
      followed.add(text(at));
      at = targets.get(at);
    }
    return followed;
  }

  /** A name as we write it: lower case, no root's dot; the root alone is ".". */
  static String text(Name name) {
    return name.equals(Name.root) ? "." : name.toString(true).toLowerCase(Locale.ROOT);
  }

  @Override
  public CompletionStage<Message> sendAsync(Message query, Executor executor) {
    query.getHeader().setFlag(Flags.AD);
    return upstream.sendAsync(query, executor).thenApply(this::seen);
  }

  @Override
  public CompletionStage<Message> sendAsync(Message query) {
    query.getHeader().setFlag(Flags.AD);
    return upstream.sendAsync(query).thenApply(this::seen);
  }

  private Message seen(Message answer) {
    answers.add(answer);
    return answer;
  }

  @Override
  public void setPort(int port) {
    upstream.setPort(port);
  }

  @Override
  public void setTCP(boolean tcp) {
    upstream.setTCP(tcp);
  }

  @Override
  public void setIgnoreTruncation(boolean ignore) {
    upstream.setIgnoreTruncation(ignore);
  }

  @Override
  public void setEDNS(int version, int payload, int flags, List<EDNSOption> options) {
    upstream.setEDNS(version, payload, flags, options);
  }

  @Override
  public void setTSIGKey(TSIG key) {
    upstream.setTSIGKey(key);
  }

  @Override
  public void setTimeout(Duration timeout) {
    upstream.setTimeout(timeout);
  }
}
