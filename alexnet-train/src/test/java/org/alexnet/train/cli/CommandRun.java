package org.alexnet.train.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.stream.Stream;
import org.alexnet.common.cli.CommandLineTool;

/**
 * What a command printed and how it ended.
 *
 * @param code exit code
 * @param out standard output
 * @param err standard error
 */
record CommandRun(int code, String out, String err) {

  /** Something that prints. */
  interface Printing<E extends Exception> {
    void run() throws E;
  }

  static CommandRun of(Object... args) {
    String[] words = Stream.of(args).map(Object::toString).toArray(String[]::new);
    int[] code = new int[1];
    CommandRun printed =
        printedBy(() -> code[0] = CommandLineTool.execute(new TrainCommand(), words));
    return new CommandRun(code[0], printed.out, printed.err);
  }

  /** What is printed while something runs. */
  static <E extends Exception> CommandRun printedBy(Printing<E> printing) throws E {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
    ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(outBytes, true, UTF_8));
    System.setErr(new PrintStream(errBytes, true, UTF_8));
    try {
      printing.run();
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
    return new CommandRun(0, outBytes.toString(UTF_8), errBytes.toString(UTF_8));
  }

  static void assertRefused(CommandRun run, int code, String message) {
    assertThat(run.err).isEqualTo("error: " + message + "\n");
    assertThat(run.code).isEqualTo(code);
  }
}
