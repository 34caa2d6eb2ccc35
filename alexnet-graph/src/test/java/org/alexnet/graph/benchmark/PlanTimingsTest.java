package org.alexnet.graph.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.alexnet.graph.device.ThreadPlan;
import org.junit.jupiter.api.Test;

/** Which plan is the best of some times. */
class PlanTimingsTest {
  private static final ThreadPlan DEFAULT = new ThreadPlan(8, 8);
  private static final ThreadPlan SHARED = new ThreadPlan(2, 4);
  private static final ThreadPlan ONE_BY_ONE = new ThreadPlan(1, 8);
  private static final ImmutableList<ThreadPlan> PLANS =
      ImmutableList.of(DEFAULT, SHARED, ONE_BY_ONE);

  /** Times of two rounds by each plan. */
  private static PlanTimings timings(double... seconds) {
    ImmutableListMultimap.Builder<ThreadPlan, Double> all = ImmutableListMultimap.builder();
    for (int i = 0; i < seconds.length; i++) {
      all.put(PLANS.get(i / 2), seconds[i]);
    }
    return new PlanTimings(PLANS, all.build());
  }

  @Test
  void theFastestIsTheBest() {
    assertThat(timings(1, 1, 0.9, 0.8, 0.7, 0.9).best()).isEqualTo(ONE_BY_ONE);
    assertThat(timings(1, 1, 0.9, 0.6, 0.7, 0.9).best()).isEqualTo(SHARED);
    assertThat(timings(1, 1, 0.9, 0.6, 0.7, 0.9).fastest(SHARED)).isEqualTo(0.6);
  }

  @Test
  void theDefaultStaysUnlessAnotherIsMoreThanThreePercentFaster() {
    assertThat(timings(100, 200, 97, 194, 97.1, 194).best()).isEqualTo(DEFAULT);
    assertThat(timings(100, 200, 96.9, 193.9, 97.1, 194).best()).isEqualTo(SHARED);
    assertThat(timings(1, 1, 2, 2, 3, 3).best()).isEqualTo(DEFAULT);
  }

  @Test
  void onceIsNotEnough() {
    // the second round of the default was slow, that of the others was not
    assertThat(timings(1, 2, 1, 0.5, 0.99, 1).best()).isEqualTo(DEFAULT);
    assertThat(timings(1, 2, 1, 0.5, 0.9, 1).best())
        .as("the fastest of those that were faster in both")
        .isEqualTo(ONE_BY_ONE);
  }

  @Test
  void plansAreMeasuredInTurn() throws IOException {
    List<ThreadPlan> asked = new ArrayList<>();

    PlanTimings timings =
        PlanTimings.measure(
                PLANS,
                2,
                plan -> {
                  asked.add(plan);
                  return asked.size();
                },
                () -> false)
            .orElseThrow();

    assertThat(asked).containsExactly(DEFAULT, SHARED, ONE_BY_ONE, DEFAULT, SHARED, ONE_BY_ONE);
    assertThat(timings).isEqualTo(timings(1, 4, 2, 5, 3, 6));
  }

  @Test
  void nothingIsKnownOnceStopped() throws IOException {
    List<ThreadPlan> asked = new ArrayList<>();

    assertThat(
            PlanTimings.measure(
                PLANS,
                2,
                plan -> {
                  asked.add(plan);
                  return 1;
                },
                () -> asked.size() == 4))
        .isEmpty();
    assertThat(asked).hasSize(4);
    assertThat(PlanTimings.measure(PLANS, 2, plan -> asked.size(), () -> true)).isEmpty();

    asked.clear();
    assertThat(
            PlanTimings.measure(
                PLANS,
                1,
                plan -> {
                  asked.add(plan);
                  return 1;
                },
                () -> asked.size() == 3))
        .as("the last was cut short")
        .isEmpty();
  }

  @Test
  void everyPlanHasTheSameRounds() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> timings(1, 1, 2, 2, 3))
        .withMessage("%s must have 2 rounds, found 1", ONE_BY_ONE);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> timings())
        .withMessage("a plan must have a round");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PlanTimings(ImmutableList.of(), ImmutableListMultimap.of()))
        .withMessage("plans must not be empty");
  }
}
