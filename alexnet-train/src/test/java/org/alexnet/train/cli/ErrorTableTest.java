package org.alexnet.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.alexnet.train.evaluation.Evaluation;
import org.junit.jupiter.api.Test;

class ErrorTableTest {
  private static final Evaluation SOME = new Evaluation(1000, 842, 997, -0.4426);
  private static final Evaluation BETTER = new Evaluation(1000, 858, 996, -0.41);

  @Test
  void columnsStandBelowEachOther() {
    ErrorTable table = new ErrorTable(List.of("1,000 images", "a", "bb"), false);

    assertThat(table.heading("1,000 images"))
        .isEqualTo(
            "1,000 images  top-1 error (95 % interval)  top-5 error (95 % interval)   log p");
    assertThat(table.row("a", SOME))
        .isEqualTo(
            "a              15.8 % (13.6 to 18.2 %)       0.3 % (0.1 to 0.9 %)       -0.443");
    assertThat(table.row("bb", new Evaluation(2, 0, 0, -87.33654)))
        .isEqualTo(
            "bb            100.0 % (15.8 to 100.0 %)    100.0 % (15.8 to 100.0 %)    -87.337");
  }

  @Test
  void changesAreInPointsWithTheirSign() {
    ErrorTable table = new ErrorTable(List.of("2 networks"), true);

    assertThat(table.heading("images"))
        .isEqualTo(
            "images      top-1 error (95 % interval)  change  top-5 error (95 % interval)  change"
                + "   log p");
    assertThat(table.row("2 networks", BETTER, SOME))
        .isEqualTo(
            "2 networks   14.2 % (12.1 to 16.5 %)       -1.6    0.4 % (0.1 to 1.0 %)         +0.1"
                + "  -0.410");
    assertThat(table.row("1 network", SOME, null))
        .isEqualTo(
            "1 network    15.8 % (13.6 to 18.2 %)               0.3 % (0.1 to 0.9 %)             "
                + "  -0.443");
  }
}
