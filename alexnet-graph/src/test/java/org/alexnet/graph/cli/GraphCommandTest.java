package org.alexnet.graph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command that prints the network. */
class GraphCommandTest {

  @Test
  void printsTheNetworkOfThePaper() {
    // when
    StandardStreams printed = run();

    // then
    assertThat(printed.exitCode()).isZero();
    assertThat(printed.err()).isEmpty();
    assertThat(printed.out())
        .startsWith("AlexNet (paper): 2 towers, 227x227 RGB images, 1000 classes")
        .contains("60,965,224");
  }

  @Test
  void everyOptionHasItsEffect() {
    // when
    StandardStreams printed =
        run("--image-size", "67", "--classes=10", "--devices", "/GPU:4,/GPU:5");

    // then
    assertThat(printed.exitCode()).isZero();
    assertThat(printed.out())
        .startsWith("AlexNet (paper): 2 towers, 67x67 RGB images, 10 classes")
        .contains("/GPU:4, /GPU:5")
        .doesNotContain("60,965,224");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--nonsense | Unknown option: '--nonsense'; see --help",
        "--image-size=big | Invalid value for option '--image-size': 'big' is not an int; see"
            + " --help",
        "--image-size | Missing required parameter for option '--image-size' (<imageSize>); see"
            + " --help",
        "more | Unmatched argument at index 0: 'more'; see --help",
        "--image-size=66 | imageSize 66 is too small: pool5 needs 3 rows, found 2; the smallest for"
            + " the paper's layers is 67",
        "--classes=1 | classCount must be at least 2, found 1",
        "--devices=/GPU:0 | placement has 1 devices, but the network has 2 towers",
        "--devices=gpu,/GPU:1 | device must look like /GPU:0, /CPU:0 or"
            + " /job:tower/task:1/GPU:0, found gpu"
      })
  void wrongArgumentsGiveOneLineAndExitCodeTwo(String argument, String message) {
    // when
    StandardStreams printed = run(argument);

    // then
    assertThat(printed.err()).isEqualTo("error: " + message + System.lineSeparator());
    assertThat(printed.out()).isEmpty();
    assertThat(printed.exitCode()).isEqualTo(2);
  }

  @Test
  void stackTraceIsPrintedWhereItIsAskedFor() {
    // when
    StandardStreams printed = run("--classes=1", "--stack-trace");

    // then
    assertThat(printed.err().lines())
        .startsWith(
            "error: classCount must be at least 2, found 1",
            "java.lang.IllegalArgumentException: classCount must be at least 2, found 1")
        .anyMatch(line -> line.contains("at org.alexnet.graph.AlexNetSpec.withClassCount("));
    assertThat(printed.exitCode()).isEqualTo(2);
  }

  @Test
  void helpNamesEveryOption() {
    // when
    StandardStreams printed = run("--help");

    // then
    assertThat(printed.exitCode()).isZero();
    assertThat(printed.out())
        .contains("--image-size", "--classes", "--devices", "--stack-trace", "227", "1000");
  }

  private static StandardStreams run(String... arguments) {
    return StandardStreams.of(() -> CommandLineTool.execute(new GraphCommand(), arguments));
  }
}
