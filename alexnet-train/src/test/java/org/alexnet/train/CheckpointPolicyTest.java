package org.alexnet.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CheckpointPolicyTest {

  @Test
  void keepsTwoOfOneEveryThousandSteps() {
    assertThat(CheckpointPolicy.DEFAULT).isEqualTo(new CheckpointPolicy(1000, 2));
  }

  @Test
  void eachWithChangesOneThingOfACopy() {
    assertThat(CheckpointPolicy.DEFAULT.withEverySteps(7)).isEqualTo(new CheckpointPolicy(7, 2));
    assertThat(CheckpointPolicy.DEFAULT.withKeep(7)).isEqualTo(new CheckpointPolicy(1000, 7));
  }

  @Test
  void refusesWhatMakesNoSense() {
    assertThatThrownBy(() -> new CheckpointPolicy(0, 1))
        .hasMessage("everySteps must be positive, found 0");
    assertThatThrownBy(() -> new CheckpointPolicy(1, 0))
        .hasMessage("keep must be positive, found 0");
  }
}
