package dev.mtasts.apply;

import dev.mtasts.provider.Address;
import dev.mtasts.provider.Change;
import dev.mtasts.provider.Handler;
import dev.mtasts.provider.Outcome;
import dev.mtasts.provider.Reading;
import dev.mtasts.provider.Resource;
import dev.mtasts.provider.Wanted;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Lets all who have a handler take turns. Questions that pile up while it works are asked as one:
 * an adapter answers many with the listing that it needs for one. Safe for several threads.
 */
final class Turns<R extends Resource> implements Handler<R> {
  private final Handler<R> handler;
  private final Queue<Question<R>> waiting = new ConcurrentLinkedQueue<>();

  Turns(Handler<R> handler) {
    this.handler = handler;
  }

  /** What one caller asks; the rest is touched by whoever has the turn. */
  private static final class Question<R extends Resource> {
    final List<Wanted<R>> wanted;
    @Nullable Map<Address, Reading<R>> answer;
    @Nullable RuntimeException fault;

    Question(Collection<Wanted<R>> wanted) {
      this.wanted = List.copyOf(wanted);
    }
  }

  /** As the handler's own, perhaps with answers to others' questions among the answers. */
  @Override
  public Map<Address, Reading<R>> read(Collection<Wanted<R>> wanted) {
    Question<R> mine = new Question<>(wanted);
    waiting.add(mine);
    synchronized (this) {
      if (mine.answer == null && mine.fault == null) {
        askForAll();
      }
      if (mine.fault != null) {
        throw mine.fault;
      }
      Map<Address, Reading<R>> answer = mine.answer;
      return answer == null ? Map.of() : answer;
    }
  }

  private void askForAll() {
    List<Question<R>> all = new ArrayList<>();
    List<Wanted<R>> wanted = new ArrayList<>();
    for (Question<R> next = waiting.poll(); next != null; next = waiting.poll()) {
      all.add(next);
      wanted.addAll(next.wanted);
    }
    try {
      Map<Address, Reading<R>> answer = handler.read(wanted);
      all.forEach(question -> question.answer = answer);
    } catch (RuntimeException e) {
      all.forEach(question -> question.fault = e);
    }
  }

  @Override
  public synchronized Map<Address, Outcome> write(Collection<Change<R>> changes) {
    return handler.write(changes);
  }
}
