package org.alexnet.graph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;

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
