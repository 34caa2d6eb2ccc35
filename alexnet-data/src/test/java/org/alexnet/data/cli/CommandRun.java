package org.alexnet.data.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.alexnet.common.cli.CommandLineTool;

/**
 * What a command printed and how it ended.
 *
 * @param code exit code
 * @param out standard output
 * @param err standard error
 */
record CommandRun(int code, String out, String err) {

  static CommandRun of(Object... args) {
    String[] words = new String[args.length];
    for (int i = 0; i < args.length; i++) {
      words[i] = args[i].toString();
    }
    int[] code = new int[1];
    CommandRun printed =
        printedBy(() -> code[0] = CommandLineTool.execute(new DataCommand(), words));
    return new CommandRun(code[0], printed.out, printed.err);
  }

  /** What is printed while something runs. */
  static CommandRun printedBy(Runnable runnable) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
    ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(outBytes, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(errBytes, true, StandardCharsets.UTF_8));
    try {
      runnable.run();
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
    return new CommandRun(
        0, outBytes.toString(StandardCharsets.UTF_8), errBytes.toString(StandardCharsets.UTF_8));
  }
}
