package dev.mtasts.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtasts.policy.DomainName;
import dev.mtasts.provider.Address;
import dev.mtasts.provider.Certificate;
import dev.mtasts.provider.Change;
import dev.mtasts.provider.Failure;
import dev.mtasts.provider.Handler;
import dev.mtasts.provider.Outcome;
import dev.mtasts.provider.Part;
import dev.mtasts.provider.ProviderException;
import dev.mtasts.provider.Reading;
import dev.mtasts.provider.Wanted;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A handler hears one question at a time; those that pile up meanwhile are one question. */
@Timeout(20)
class TurnsTest {
  private final List<Integer> batches = new CopyOnWriteArrayList<>();
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch answer = new CountDownLatch(1);

  @Test
  void questionsThatPileUpAreAskedAsOne() throws InterruptedException {
    Turns<Certificate> turns = new Turns<>(handler());
    List<Map<Address, Reading<Certificate>>> answers = new CopyOnWriteArrayList<>();
    List<Thread> askers = new ArrayList<>();
    for (int n = 0; n < 8; n++) {
      Certificate wanted = certificate("d" + n + ".example");
      Thread asker =
          new Thread(
              () -> {
                Map<Address, Reading<Certificate>> found =
                    turns.read(List.of(new Wanted<>(wanted, null)));
                assertThat(found).containsKey(wanted.address());
                answers.add(found);
              });
      askers.add(asker);
      asker.start();
      if (n == 0) {
        asked.await();
      }
    }
    for (Thread asker : askers.subList(1, 8)) {
      while (asker.getState() != Thread.State.BLOCKED) {
        Thread.sleep(1);
      }
    }
    answer.countDown();
    for (Thread asker : askers) {
      asker.join();
    }

    assertThat(batches).containsExactly(1, 7);
    assertThat(answers).hasSize(8);
  }

  @Test
  void aFailureReachesWhoAskedAndNobodyLater() {
    answer.countDown();
    List<RuntimeException> failures = new ArrayList<>();
    Failure no = new Failure(Failure.Kind.DENIED, "list", "no", "Ask.");
    failures.add(new ProviderException(no));
    Handler<Certificate> handler = handler();
    Turns<Certificate> turns =
        new Turns<>(
            new Handler<>() {
              @Override
              public Map<Address, Reading<Certificate>> read(
                  Collection<Wanted<Certificate>> wanted) {
                if (!failures.isEmpty()) {
                  throw failures.remove(0);
                }
                return handler.read(wanted);
              }

              @Override
              public Map<Address, Outcome> write(Collection<Change<Certificate>> changes) {
                return Map.of();
              }
            });
    List<Wanted<Certificate>> question = List.of(new Wanted<>(certificate("acme.example"), null));

    assertThatThrownBy(() -> turns.read(question)).isInstanceOf(ProviderException.class);
    assertThat(turns.read(question)).hasSize(1);
  }

  private static Certificate certificate(String domain) {
    DomainName name = new DomainName(domain);
    return Certificate.wanted(
        new Address(name, Part.CERTIFICATE), "a CA", List.of(name.policyHost().text()));
  }

  private Handler<Certificate> handler() {
    return new Handler<>() {
      @Override
      public Map<Address, Reading<Certificate>> read(Collection<Wanted<Certificate>> wanted) {
        batches.add(wanted.size());
        asked.countDown();
        try {
          answer.await();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
        Map<Address, Reading<Certificate>> out = new HashMap<>();
        wanted.forEach(want -> out.put(want.expected().address(), new Reading.Absent<>()));
        return out;
      }

      @Override
      public Map<Address, Outcome> write(Collection<Change<Certificate>> changes) {
        return Map.of();
      }
    };
  }
}
