package org.alexnet.graph.cli;

import java.util.Iterator;
import org.alexnet.graph.report.RunReport;
import org.alexnet.graph.report.RunTable;
import org.alexnet.graph.run.ReleasedRun;
import org.alexnet.graph.run.ReleasedRuns;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "runs",
    description = "Prints the runs that the authors released, or everything of one.")
final class RunsRun implements Runnable {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "RUN",
      completionCandidates = Names.class,
      description = "${COMPLETION-CANDIDATES}")
  private String run;

  @Override
  public void run() {
    System.out.println(
        run == null ? new RunTable(ReleasedRuns.all()) : new RunReport(ReleasedRuns.named(run)));
    if (run == null) {
      System.out.println("\nErrors in % with ten crops, of CIFAR-10 with the whole image.");
    }
  }

  private static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return ReleasedRuns.all().stream().map(ReleasedRun::name).iterator();
    }
  }
}
