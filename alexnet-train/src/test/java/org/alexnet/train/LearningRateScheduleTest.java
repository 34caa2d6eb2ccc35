package org.alexnet.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.alexnet.train.LearningRateSchedule.FixedDrops;
import org.alexnet.train.LearningRateSchedule.Plateau;
import org.junit.jupiter.api.Test;

class LearningRateScheduleTest {

  @Test
  void aPlateauDividesTheRateAfterItsPatience() {
    Plateau plateau = new Plateau(2, 3, 10);

    assertThat(plateau.divisor(List.of())).isEqualTo(1);
    assertThat(plateau.divisor(List.of(0.9, 0.8, 0.8))).isEqualTo(1);
    assertThat(plateau.divisor(List.of(0.9, 0.8, 0.8, 0.85))).isEqualTo(10);
    assertThat(plateau.divisor(List.of(0.9, 0.8, 0.8, 0.85, 0.7, 0.7))).isEqualTo(10);
    assertThat(plateau.divisor(List.of(0.9, 0.8, 0.8, 0.85, 0.7, 0.7, 0.7))).isEqualTo(100);
  }

  @Test
  void isOverAtThePlateauAfterTheLastDrop() {
    Plateau plateau = new Plateau(1, 3, 10);

    assertThat(plateau.isOver(List.of(0.5, 0.5, 0.5, 0.5))).isFalse();
    assertThat(plateau.divisor(List.of(0.5, 0.5, 0.5, 0.5))).isEqualTo(1000);
    assertThat(plateau.isOver(List.of(0.5, 0.5, 0.5, 0.5, 0.5))).isTrue();
    assertThat(plateau.divisor(List.of(0.5, 0.5, 0.5, 0.5, 0.5))).isEqualTo(1000);
  }

  @Test
  void aPlateauIsLeftOnlyByALowerErrorThanAnyBefore() {
    Plateau plateau = new Plateau(2, 3, 4);
    List<Double> errors = List.of(0.5, 0.6, 0.7, 0.65, 0.6, 0.4, 0.4, 0.3, 0.3, 0.31, 0.2);
    double[] divisors = {1, 1, 1, 4, 4, 16, 16, 16, 16, 16, 64, 64};

    for (int epochs = 0; epochs <= errors.size(); epochs++) {
      assertThat(plateau.divisor(errors.subList(0, epochs)))
          .as("after %s epochs", epochs)
          .isEqualTo(divisors[epochs]);
      assertThat(plateau.isOver(errors.subList(0, epochs))).isFalse();
    }
  }

  @Test
  void aPlateauWithoutDropsOnlyEndsTheRun() {
    Plateau plateau = new Plateau(1, 0, 1.5);

    assertThat(plateau.isOver(List.of(0.5, 0.4))).isFalse();
    assertThat(plateau.isOver(List.of(0.5, 0.4, 0.4))).isTrue();
    assertThat(plateau.divisor(List.of(0.5, 0.4, 0.4))).isEqualTo(1);
  }

  @Property
  void aPlateauNeverRaisesTheRate(
      @ForAll @Size(max = 40) List<@DoubleRange(min = 0, max = 1) Double> errors) {
    Plateau plateau = new Plateau(2, 3, 10);
    for (int epoch = 1; epoch <= errors.size(); epoch++) {
      double before = plateau.divisor(errors.subList(0, epoch - 1));
      double after = plateau.divisor(errors.subList(0, epoch));
      assertThat(after).isGreaterThanOrEqualTo(before).isLessThanOrEqualTo(1000);
    }
  }

  @Test
  void fixedDropsComeAfterTheirEpochs() {
    FixedDrops drops = new FixedDrops(ImmutableList.of(1, 3), 10);

    assertThat(drops.divisor(List.of())).isEqualTo(1);
    assertThat(drops.divisor(List.of(0.1))).isEqualTo(10);
    assertThat(drops.divisor(List.of(0.1, 0.1))).isEqualTo(10);
    assertThat(drops.divisor(List.of(0.1, 0.1, 0.1))).isEqualTo(100);
    assertThat(drops.isOver(List.of(0.1, 0.1, 0.1))).isFalse();
  }

  @Test
  void thePaperDividesByTenThreeTimes() {
    assertThat(LearningRateSchedule.paper()).isEqualTo(new Plateau(3, 3, 10));
  }

  @Test
  void refusesWhatMakesNoSense() {
    assertThatThrownBy(() -> new Plateau(0, 3, 10))
        .hasMessage("patience must be positive, found 0");
    assertThatThrownBy(() -> new Plateau(1, -1, 10))
        .hasMessage("drops must not be negative, found -1");
    assertThatThrownBy(() -> new Plateau(1, 1, 1))
        .hasMessage("the rate must be divided by more than 1, found 1.0");
    assertThatThrownBy(() -> new FixedDrops(ImmutableList.of(3, 2), 10))
        .hasMessage("epochs of drops must be positive and rising, found [3, 2]");
    assertThatThrownBy(() -> new FixedDrops(ImmutableList.of(3, 3), 10))
        .hasMessage("epochs of drops must be positive and rising, found [3, 3]");
    assertThatThrownBy(() -> new FixedDrops(ImmutableList.of(0, 3), 10))
        .hasMessage("epochs of drops must be positive and rising, found [0, 3]");
    assertThatThrownBy(() -> new FixedDrops(ImmutableList.of(3), 1))
        .hasMessage("the rate must be divided by more than 1, found 1.0");
    assertThatThrownBy(() -> new FixedDrops(ImmutableList.of(3), Double.NaN))
        .hasMessage("the rate must be divided by more than 1, found NaN");
  }
}
