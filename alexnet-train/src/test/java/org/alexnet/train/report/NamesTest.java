package org.alexnet.train.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class NamesTest {

  @Test
  void aRunIsCalledByItsFolder() {
    assertThat(Names.of(List.of(Path.of("runs/a"), Path.of("b/.")))).containsExactly("a", "b");
  }

  @Test
  void foldersOfOneNameAreToldApartByTheirPaths() {
    assertThat(Names.of(List.of(Path.of("one/run"), Path.of("two/run"), Path.of("three"))))
        .containsExactly(Path.of("one/run").toString(), Path.of("two/run").toString(), "three");
  }

  @Test
  void aRunStandsOnThePageOnce() {
    assertThatThrownBy(() -> Names.of(List.of(Path.of("run"), Path.of("x/../run"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("x/../run is given twice; once is enough");
  }
}
