package org.alexnet.common.cli;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "completion",
    description = {
      "Prints a script by which bash and zsh complete the command's subcommands and options.",
      "Load it with: source <(${PARENT-COMMAND-NAME} completion)"
    })
final class CompletionRun implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    CommandLine root = spec.root().commandLine();
    System.out.println(AutoComplete.bash(root.getCommandName(), root));
  }
}
