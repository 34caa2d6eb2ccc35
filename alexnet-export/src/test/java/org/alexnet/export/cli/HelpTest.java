package org.alexnet.export.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.alexnet.common.cli.CommandLineTool;
import org.alexnet.data.cli.DataCommand;
import org.alexnet.graph.cli.GraphCommand;
import org.alexnet.train.cli.TrainCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.TensorFlow;

/** What the commands of all modules say of themselves. */
class HelpTest {
  private static final int SCREEN_COLUMNS = 100;

  static List<Object> commands() {
    return List.of(new GraphCommand(), new DataCommand(), new TrainCommand(), new ExportCommand());
  }

  private static String printed(Object command, String... args) {
    PrintStream out = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      assertThat(CommandLineTool.execute(command, args)).isZero();
    } finally {
      System.setOut(out);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource({
    "0, '', 40",
    "0, cost, 40",
    "0, links, 40",
    "0, draw, 40",
    "0, diff, 40",
    "0, runs, 40",
    "0, doctor, 40",
    "0, serve, 40",
    "1, '', 40",
    "1, prepare, 40",
    "1, verify, 40",
    "1, inspect, 40",
    "2, '', 40",
    "2, evaluate, 40",
    "2, average, 40",
    "2, replay, 40",
    "2, report, 40",
    "2, benchmark, 46",
    "2, train, 53",
    "3, '', 40",
    "3, export, 40",
    "3, classify, 40"
  })
  void theHelpFitsAScreen(int command, String subcommand, int lines) {
    String[] args =
        subcommand.isEmpty() ? new String[] {"--help"} : new String[] {subcommand, "--help"};

    assertThat(printed(commands().get(command), args).lines())
        .hasSizeLessThanOrEqualTo(lines)
        .allMatch(line -> line.length() <= SCREEN_COLUMNS);
  }

  @Test
  void theOptionsOfTrainStandInGroups() {
    assertThat(printed(new TrainCommand(), "train", "--help"))
        .containsSubsequence(
            "\nOptions:\n",
            "--initialize-from=CHECKPOINT",
            "\nRecipe (default: the preset's; in brackets that of paper):\n",
            "--schedule=KIND:...            warmup:steps=9,multi-step:milestones=30+60",
            "--[no-]random-crops",
            "\nNetwork:\n",
            "--preset=PRESET                paper, cuda-convnet, caffe, cifar10 (default: paper).",
            "\nTowers in other processes:\n",
            "--peer-wait=SECONDS            How long training waits for a lost peer (default:"
                + " 600).");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void theVersionsAreThoseOfTheBuildOfTensorFlowAndOfJava(Object command) {
    assertThat(printed(command, "--version"))
        .matches("AlexNet for Java \\d+\\.\\d+\\.\\d+\\S*\n(?s).*")
        .contains("\nTensorFlow " + TensorFlow.version() + "\n")
        .contains("\nJava " + Runtime.version() + " (");
  }

  @Test
  void aSubcommandHasTheSameVersions() {
    assertThat(printed(new ExportCommand(), "classify", "--version"))
        .isEqualTo(printed(new ExportCommand(), "--version"));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void bashCompletesSubcommandsOptionsAndValues(@TempDir Path folder) throws Exception {
    Path script = folder.resolve("completion");
    Files.writeString(script, printed(new TrainCommand(), "completion"));

    assertThat(completions(script, "alexnet-train", "ev")).containsExactly("evaluate");
    assertThat(completions(script, "alexnet-train", "train", "--mo")).containsExactly("--momentum");
    assertThat(completions(script, "alexnet-train", "train", "--preset", "ci"))
        .containsExactly("cifar10");
    assertThat(completions(script, "alexnet-train", "train", "--if-exists", ""))
        .containsExactly("fail", "resume", "replace");
  }

  private static List<String> completions(Path script, String... words)
      throws IOException, InterruptedException {
    String line = String.join(" ", words);
    Process bash =
        new ProcessBuilder(
                "bash",
                "--norc",
                "-c",
                "source "
                    + script
                    + "; COMP_WORDS=("
                    + line.replace("--if-exists ", "--if-exists ''")
                    + "); COMP_CWORD="
                    + (words.length - 1)
                    + "; COMP_LINE='"
                    + line
                    + "'; _complete_alexnet-train; printf '%s\n' \"${COMPREPLY[@]}\"")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String replies = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor()).isZero();
    return replies.lines().map(String::strip).filter(reply -> !reply.isEmpty()).toList();
  }
}
