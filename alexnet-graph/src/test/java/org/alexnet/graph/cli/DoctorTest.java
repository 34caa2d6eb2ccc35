package org.alexnet.graph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import java.util.List;
import org.alexnet.common.cli.CommandLineTool;
import org.junit.jupiter.api.Test;

/** What a user pastes into a question. */
class DoctorTest {

  @Test
  void tellsAllInOneScreen() {
    // when
    StandardStreams printed =
        run(
            "doctor",
            "--preset=cifar10",
            "--width-divided-by=8",
            "--batch-size=16",
            "--devices=/CPU:0");

    // then
    assertThat(printed.err()).isEmpty();
    assertThat(printed.exitCode()).isZero();
    List<String> lines = Splitter.on('\n').omitEmptyStrings().splitToList(printed.out());
    assertThat(lines)
        .extracting(line -> line.substring(0, 14).strip())
        .containsExactly(
            "Versions",
            "Natives",
            "Machine",
            "Memory",
            "Threads",
            "Loops",
            "Devices",
            "Kernels",
            "Kernels",
            "Memory of it",
            "Speed",
            "Speed");
    assertThat(lines.get(0)).contains("TensorFlow 2.18.0").contains(Runtime.version().toString());
    assertThat(lines.get(1)).containsPattern(" with(out)? kernels for GPUs, unpacked to ");
    assertThat(lines.get(2)).containsPattern("; oneDNN (on|as TensorFlow decides)$");
    assertThat(lines.get(5)).containsPattern("Loops +(over large feature maps|none) compiled");
    assertThat(lines.get(6)).endsWith("; cifar10, width / 8 on /CPU:0");
    assertThat(lines.get(7)).contains("float32: all on CPUs, ");
    assertThat(lines.get(8)).contains("bfloat16: all on CPUs, ");
    assertThat(lines.get(10))
        .matches(
            "Speed +float32: [\\d,]+ GFLOP/s in (a product of (\\d+)x\\2|\\d+ products of (\\d+)x\\3 at"
                + " once) on /CPU:0: at most [\\d,]+ images/s in training, [\\d,]+ at test");
    assertThat(lines.get(11)).startsWith("Speed         bfloat16: ");
  }

  @Test
  void refusesDevicesThatAreNotThere() {
    StandardStreams printed = run("doctor", "--devices=/GPU:97,/GPU:98");

    assertThat(printed.exitCode()).isEqualTo(2);
    assertThat(printed.err()).startsWith("error: there is no /GPU:97 here; found /CPU:0");
  }

  private static StandardStreams run(String... arguments) {
    return StandardStreams.of(() -> CommandLineTool.execute(new GraphCommand(), arguments));
  }
}
