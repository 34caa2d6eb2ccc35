package org.alexnet.graph.cli;

import java.util.Iterator;
import org.alexnet.graph.report.Description;
import org.alexnet.graph.report.PresetDiff;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "diff", description = "Prints where two presets or released runs differ.")
final class DiffRun implements Runnable {
  @Parameters(
      index = "0",
      paramLabel = "NAME",
      completionCandidates = Names.class,
      description = "${COMPLETION-CANDIDATES}")
  private String left;

  @Parameters(
      index = "1",
      paramLabel = "NAME",
      completionCandidates = Names.class,
      description = "The other one.")
  private String right;

  @Override
  public void run() {
    System.out.println(PresetDiff.of(Description.of(left), Description.of(right)));
  }

  private static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Description.names().iterator();
    }
  }
}
