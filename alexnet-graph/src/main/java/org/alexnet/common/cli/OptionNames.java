package org.alexnet.common.cli;

import com.google.common.base.CaseFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Names the options of a command in messages that name the arguments which they became. */
final class OptionNames {
  private static final Pattern MESSAGE =
      Pattern.compile("(?<argument>[a-z][A-Za-z]*) (?<rule>must .*, found (?<value>\\S+))");

  private OptionNames() {}

  /**
   * Returns a message with {@code --batch-size} in place of {@code batchSize}, if that is an option
   * of the command and has the value that the message found.
   */
  static String in(String message, CommandLine line) {
    Matcher parts = MESSAGE.matcher(message);
    if (!parts.matches()) {
      return message;
    }
    String name =
        "--" + CaseFormat.LOWER_CAMEL.to(CaseFormat.LOWER_HYPHEN, parts.group("argument"));
    OptionSpec option = line.getCommandSpec().findOption(name);
    return option != null && String.valueOf(option.<Object>getValue()).equals(parts.group("value"))
        ? name + " " + parts.group("rule")
        : message;
  }
}
