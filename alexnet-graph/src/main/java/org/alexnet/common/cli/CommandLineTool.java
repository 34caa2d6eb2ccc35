package org.alexnet.common.cli;

import java.nio.file.Path;
import java.util.Arrays;
import org.alexnet.common.CpuSettings;
import org.alexnet.common.NativeLog;
import picocli.CommandLine;
import picocli.CommandLine.IExitCodeExceptionMapper;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.TypeConversionException;

/** How every main of the project runs: quiet natives, one clear line on an error, an exit code. */
public final class CommandLineTool {
  /** Columns of the help. */
  private static final int HELP_WIDTH = 100;

  /** Columns of an option with its argument; the description of a wider one is below it. */
  private static final int OPTIONS_WIDTH = 34;

  private CommandLineTool() {}

  /** The options that every command has. */
  public static final class Common {
    @Option(
        names = {"-h", "--help"},
        usageHelp = true,
        description = "Show this help.",
        scope = CommandLine.ScopeType.INHERIT)
    @SuppressWarnings("UnusedVariable") // picocli asks its own copy
    private boolean help;

    @Option(
        names = {"-V", "--version"},
        versionHelp = true,
        description = "Show the versions of this library, TensorFlow and Java.",
        scope = CommandLine.ScopeType.INHERIT)
    @SuppressWarnings("UnusedVariable") // picocli asks its own copy
    private boolean version;

    @Option(
        names = "--stack-trace",
        description = "Print the stack trace of an error.",
        scope = CommandLine.ScopeType.INHERIT)
    private boolean stackTrace;
  }

  /**
   * Runs a command and ends the JVM if it fails: exit code 2 for wrong arguments, 1 for any other
   * error, or what the command says as picocli's {@code IExitCodeExceptionMapper}. On success it
   * returns, so that a build may go on in the same JVM.
   *
   * @param command an object with picocli's annotations
   * @param args the arguments
   */
  public static void run(Object command, String[] args) {
    CpuSettings.apply();
    Terminal.isAttached(); // is found out while it still is
    int code = execute(command, NativeLog::quieten, args);
    if (code != 0) {
      System.exit(code);
    }
  }

  /**
   * Runs a command.
   *
   * @return the exit code
   */
  public static int execute(Object command, String... args) {
    return execute(command, () -> {}, args);
  }

  /**
   * @param beforehand what is done first, once the arguments are known to be right
   */
  private static int execute(Object command, Runnable beforehand, String... args) {
    Common common = new Common();
    CommandLine line = new CommandLine(command).addMixin("common", common);
    line.addSubcommand(new CompletionRun());
    describeAlike(line);
    line.setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpWidth(HELP_WIDTH)
        .setUsageHelpLongOptionsMaxWidth(OPTIONS_WIDTH)
        .setExecutionStrategy(parsed -> execute(parsed, beforehand))
        .setParameterExceptionHandler((e, rest) -> wrongArguments(e))
        .setExecutionExceptionHandler((e, failing, result) -> failed(e, failing, common));
    try {
      return line.execute(args);
    } catch (Throwable e) { // picocli handles exceptions and lets errors through
      return failed(e, line, common);
    }
  }

  /** Help needs nothing of TensorFlow, whose start takes longer than the rest of it. */
  private static int execute(ParseResult parsed, Runnable beforehand) {
    if (parsed.asCommandLineList().stream().noneMatch(CommandLine::isUsageHelpRequested)) {
      beforehand.run();
    }
    return new RunLast().execute(parsed);
  }

  private static void describeAlike(CommandLine line) {
    convertEnums(line);
    line.registerConverter(Path.class, CommandLineTool::path);
    line.getCommandSpec().versionProvider(new VersionText());
    line.getCommandSpec()
        .usageMessage()
        .abbreviateSynopsis(true)
        .sortOptions(false)
        .optionListHeading("Options:%n");
    line.getSubcommands().values().forEach(CommandLineTool::describeAlike);
  }

  /** Enums by the names that help shows; picocli's own message lists those of the code too. */
  private static void convertEnums(CommandLine line) {
    for (ArgSpec argument : line.getCommandSpec().args()) {
      if (argument.type().isEnum() && argument.converters().length == 0) {
        convertEnum(line, argument.type());
      }
    }
  }

  private static <T> void convertEnum(CommandLine line, Class<T> type) {
    line.registerConverter(type, value -> byName(type.getEnumConstants(), value));
  }

  private static <T> T byName(T[] values, String name) {
    return Arrays.stream(values)
        .filter(value -> value.toString().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "must be one of " + Arrays.toString(values) + ", found '" + name + "'"));
  }

  /** An empty path is the working directory, which nobody means who gives nothing. */
  private static Path path(String value) {
    if (value.isEmpty()) {
      throw new TypeConversionException("must be a path, found ''");
    }
    return Path.of(value);
  }

  private static int wrongArguments(ParameterException e) {
    String message =
        e.getCause() instanceof TypeConversionException || e.getCause() == null
            ? e.getMessage()
            : Failure.of(e.getCause()).line();
    e.getCommandLine()
        .getErr()
        .println(
            "error: " + Failure.oneLine(message.replaceFirst("^Error: ", "")) + "; see --help");
    return CommandLine.ExitCode.USAGE;
  }

  private static int failed(Throwable e, CommandLine line, Common common) {
    Failure failure = Failure.of(e);
    line.getErr().println("error: " + OptionNames.in(failure.line(), line));
    if (common.stackTrace) {
      e.printStackTrace(line.getErr());
    }
    if (failure.isWrongArgument()) {
      return CommandLine.ExitCode.USAGE;
    }
    return line.getCommand() instanceof IExitCodeExceptionMapper own
        ? own.getExitCode(e)
        : CommandLine.ExitCode.SOFTWARE;
  }
}
