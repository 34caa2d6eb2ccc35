package org.alexnet.graph.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThreadPlanTest {

  @Test
  void byDefaultBothAreTheCores() {
    int cores = Runtime.getRuntime().availableProcessors();

    assertThat(ThreadPlan.byDefault()).isEqualTo(new ThreadPlan(cores, cores));
    assertThat(ThreadPlan.byDefault(1)).isEqualTo(new ThreadPlan(1, 1));
    assertThat(ThreadPlan.byDefault(48)).isEqualTo(new ThreadPlan(48, 48));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1x1 2x1",
    "2, 1, 1x1 2x1",
    "1, 2, 2x2 1x2",
    "2, 2, 2x2 2x1 1x2",
    "2, 8, 8x8 2x4 2x8 1x8",
    "4, 8, 8x8 4x2 4x8 1x8",
    "3, 8, 8x8 3x2 3x8 1x8",
    "16, 4, 4x4 4x1 1x4"
  })
  void candidatesAreDifferentAndTheDefaultIsTheFirst(int towers, int cores, String plans) {
    assertThat(
            ThreadPlan.candidates(towers, cores).stream()
                .map(plan -> plan.operations() + "x" + plan.threadsEach())
                .collect(Collectors.joining(" ")))
        .isEqualTo(plans);
  }

  @Test
  void aPlanIsToldInWords() {
    assertThat(new ThreadPlan(2, 1).describe())
        .isEqualTo("2 operations at once with 1 thread each");
    assertThat(new ThreadPlan(1, 8).describe())
        .isEqualTo("1 operation at once with 8 threads each");
  }

  @Test
  void countsThatNoMachineHasAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ThreadPlan(0, 1))
        .withMessage("operations must be 1 to 4096, found 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ThreadPlan(1, 4097))
        .withMessage("threadsEach must be 1 to 4096, found 4097");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ThreadPlan.candidates(0, 2))
        .withMessage("towers must be positive, found 0");
    assertThat(new ThreadPlan(4096, 4096).threadsEach()).isEqualTo(4096);
  }
}
