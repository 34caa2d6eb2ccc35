package org.alexnet.graph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class GraphCommandTest {
  private record Run(int code, String out, String err) {}

  private static Run run(String... args) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
    ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(outBytes, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(errBytes, true, StandardCharsets.UTF_8));
    try {
      int code = CommandLineTool.execute(new GraphCommand(), args);
      return new Run(
          code,
          outBytes.toString(StandardCharsets.UTF_8),
          errBytes.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  @Test
  void printsTheNetworkWithItsTotal() {
    Run run = run();

    assertThat(run.code).isZero();
    assertThat(run.err).isEmpty();
    assertThat(run.out)
        .containsPattern("conv1 +96 of 11x11, stride 4 +own +55x55x96 +34,944")
        .containsPattern("conv3 +384 of 3x3, stride 1, pad 1 +all +13x13x384 +885,120")
        .containsPattern("total +60,965,224");
  }

  @Test
  void printsTheDevicesThatItIsGiven() {
    assertThat(run("--devices", "/GPU:0,/GPU:1").out).contains("/GPU:0, /GPU:1");
  }

  @Test
  void refusesAWrongArgumentInOneLine() {
    Run run = run("--image-size", "66");

    assertThat(run.code).isEqualTo(2);
    assertThat(run.err)
        .isEqualTo(
            "error: imageSize 66 is too small: pool5 needs 3 rows, found 2; the smallest for the"
                + " paper's layers is 67\n");
  }

  @Test
  void refusesAnUnknownOption() {
    Run run = run("--what");

    assertThat(run.code).isEqualTo(2);
    assertThat(run.err)
        .isEqualTo("error: Unknown option: '--what'\nTry '--help' for the options.\n");
  }

  @Test
  void printsTheStackTraceIfAskedFor() {
    assertThat(run("--image-size", "66", "--stack-trace").err)
        .contains("\tat org.alexnet.graph.ShapeTrace");
  }
}
