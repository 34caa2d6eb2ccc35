package org.alexnet.common.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.alexnet.graph.cli.GraphCommand;
import org.alexnet.graph.cli.StandardStreams;
import org.alexnet.graph.preset.Preset;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** How every command fails. */
class CommandLineToolTest {

  @Test
  void aMessageOfManyLinesBecomesOne() {
    // given: as TensorFlow ends its messages
    Exception error = new IllegalStateException("first\n\t [[{{node a}}]]\n\n\t [[b]]\n");

    // then
    assertFails(error, "error: first; [[{{node a}}]]; [[b]]", 1);
  }

  @Test
  void anErrorWithoutAMessageIsNamed() {
    assertFails(
        new IllegalStateException(),
        "error: java.lang.IllegalStateException; this is a fault of the program; report it with"
            + " --stack-trace",
        1);
  }

  @Test
  void aWrongArgumentHasAnExitCodeOfItsOwn() {
    assertFails(new IllegalArgumentException("size must be 1"), "error: size must be 1", 2);
  }

  @Test
  void anArgumentIsNamedAsTheOptionThatItCameFrom() {
    assertThat(batches("--batch-size=0", "batchSize must be positive, found 0"))
        .isEqualTo("error: --batch-size must be positive, found 0");
    assertThat(batches("--batch-size=3", "batchSize must be positive, found 0"))
        .as("of another batch")
        .isEqualTo("error: batchSize must be positive, found 0");
    assertThat(batches("--batch-size=0", "size must be positive, found 0"))
        .as("of no option")
        .isEqualTo("error: size must be positive, found 0");
  }

  private static String batches(String option, String message) {
    StandardStreams printed =
        StandardStreams.of(() -> CommandLineTool.execute(new Batches(message), option));
    assertThat(printed.exitCode()).isEqualTo(2);
    return printed.err().strip();
  }

  @Command(name = "batches")
  private static final class Batches implements Runnable {
    @Option(names = "--batch-size")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private int batchSize;

    private final String message;

    private Batches(String message) {
      this.message = message;
    }

    @Override
    public void run() {
      throw new IllegalArgumentException(message);
    }
  }

  @Test
  void aFileThatCannotBeReadIsNoWrongArgument() {
    assertFails(new IOException("a/b cannot be read"), "error: a/b cannot be read", 1);
  }

  @Test
  void anErrorOfTheJvmIsOneLineToo() {
    assertFails(
        new OutOfMemoryError("Java heap space"),
        "error: out of memory (Java heap space); take smaller batches or images, or give the JVM"
            + " more with -Xmx",
        1);
  }

  @Test
  void theStackTraceOfAnErrorIsPrintedWhereItIsAskedFor() {
    StandardStreams printed =
        StandardStreams.of(
            () -> CommandLineTool.execute(new Failing(new StackOverflowError()), "--stack-trace"));

    assertThat(printed.exitCode()).isEqualTo(1);
    assertThat(printed.err().lines().skip(1)).first().isEqualTo("java.lang.StackOverflowError");
  }

  @Test
  void successPrintsNothing() {
    assertThat(StandardStreams.of(() -> CommandLineTool.execute(new Failing(null))))
        .isEqualTo(new StandardStreams(0, "", ""));
  }

  @Test
  void enumsAreWrittenAsHelpHasThem() {
    Choosing choosing = new Choosing();
    assertThat(CommandLineTool.execute(choosing, "--if-exists=Resume", "--preset=cuda-convnet"))
        .isZero();
    assertThat(choosing.existing).isEqualTo(OverwritePolicy.RESUME);
    assertThat(choosing.preset).isEqualTo(Preset.CUDA_CONVNET);
    assertThat(StandardStreams.of(() -> CommandLineTool.execute(choosing, "--if-exists=stop")))
        .isEqualTo(
            new StandardStreams(
                2,
                "",
                "error: Invalid value for option '--if-exists': must be one of [fail, resume,"
                    + " replace], found 'stop'; see --help"
                    + System.lineSeparator()));
    assertThat(CommandLineTool.execute(choosing, "--preset=CUDA_CONVNET")).isEqualTo(2);
  }

  @Test
  void anEmptyPathIsRefusedByTheNameOfItsOption() {
    assertEmptyPathRefused("option '--out'", "--out=");
    assertEmptyPathRefused("option '--out'", "--out", "");
    assertEmptyPathRefused("option '--in' (<in>)", "--in=,b");
    assertEmptyPathRefused("positional parameter at index 0..* (<paths>)", "--out=a", "");
    Taking taking = new Taking();
    assertThat(CommandLineTool.execute(taking, "--out=a", "--in=b,c", "d")).isZero();
    assertThat(taking.out).isEqualTo(Path.of("a"));
    assertThat(taking.in).containsExactly(Path.of("b"), Path.of("c"));
    assertThat(taking.paths).containsExactly(Path.of("d"));
  }

  private static void assertEmptyPathRefused(String argument, String... words) {
    assertThat(StandardStreams.of(() -> CommandLineTool.execute(new Taking(), words)))
        .isEqualTo(
            new StandardStreams(
                2,
                "",
                "error: Invalid value for "
                    + argument
                    + ": must be a path, found ''; see --help"
                    + System.lineSeparator()));
  }

  @Test
  void aPathThatCannotBeIsExplained() {
    assertThat(StandardStreams.of(() -> CommandLineTool.execute(new Taking(), "--out=a\0b", "c")))
        .isEqualTo(
            new StandardStreams(
                2,
                "",
                "error: 'a\0b' cannot be a path here (Nul character not allowed); for letters"
                    + " outside ASCII run with LC_ALL=C.UTF-8; see --help"
                    + System.lineSeparator()));
  }

  @Command(name = "taking")
  private static final class Taking implements Runnable {
    @Option(names = "--out")
    private Path out;

    @Option(names = "--in", split = ",")
    private List<Path> in;

    @Parameters(arity = "1..*")
    private List<Path> paths;

    @Override
    public void run() {}
  }

  @Command(name = "choosing")
  private static final class Choosing implements Runnable {
    @Option(names = "--if-exists")
    private OverwritePolicy existing;

    @Option(names = "--preset")
    private Preset preset;

    @Override
    public void run() {}
  }

  /** A failure ends the process with its code; a success goes on after the command. */
  @Test
  void theProcessEndsWithTheCodeOfTheCommand() throws Exception {
    assertThat(exitCode("diff", "paper", "paper")).isEqualTo(7);
    assertThat(exitCode("diff", "paper")).isEqualTo(2);
  }

  private static int exitCode(String... arguments) throws Exception {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.add("-Dorg.bytedeco.javacpp.maxphysicalbytes=0");
    line.add("-cp");
    line.add(System.getProperty("java.class.path"));
    line.add(Main.class.getName());
    line.addAll(List.of(arguments));
    return new ProcessBuilder(line)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  /** What goes on after the command of the project. */
  static final class Main {
    private Main() {}

    public static void main(String[] args) {
      GraphCommand.main(args);
      System.exit(7);
    }
  }

  private static void assertFails(Throwable error, String line, int exitCode) {
    assertThat(StandardStreams.of(() -> CommandLineTool.execute(new Failing(error))))
        .isEqualTo(new StandardStreams(exitCode, "", line + System.lineSeparator()));
  }

  @Command(name = "failing")
  private record Failing(Throwable error) implements Callable<Integer> {
    @Override
    public Integer call() throws Exception {
      if (error instanceof Error fatal) {
        throw fatal;
      }
      if (error instanceof Exception exception) {
        throw exception;
      }
      return 0;
    }
  }
}
