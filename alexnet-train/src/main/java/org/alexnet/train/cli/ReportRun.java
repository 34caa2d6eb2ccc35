package org.alexnet.train.cli;

import static com.google.common.base.Preconditions.checkArgument;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.alexnet.common.AtomicFile;
import org.alexnet.common.cli.OverwritePolicy;
import org.alexnet.data.Dataset;
import org.alexnet.graph.cli.PlacementOptions;
import org.alexnet.train.Run;
import org.alexnet.train.report.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "report",
    description = "Writes a page about runs, beside each other: one HTML file that needs no other.")
final class ReportRun implements Callable<Integer> {
  @Parameters(arity = "1..*", paramLabel = "RUN", description = "Folders of the runs.")
  private List<Path> folders = List.of();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "The HTML file to write.")
  private Path out;

  @Option(
      names = "--if-exists",
      paramLabel = "POLICY",
      description = "If it exists: fail, replace (default: ${DEFAULT-VALUE}).")
  private OverwritePolicy policy = OverwritePolicy.FAIL;

  @Option(
      names = "--data",
      paramLabel = "DATASET",
      description = "Show also what the networks say of the validation images of this data set.")
  private Path data;

  @Mixin private PlacementOptions placementOptions;

  @Override
  public Integer call() throws IOException {
    checkArgument(
        policy != OverwritePolicy.RESUME,
        "--if-exists must be fail or replace, found resume: a page is made as a whole");
    AtomicFile.requireWritable(out);
    if (Files.exists(out) && policy == OverwritePolicy.FAIL) {
      throw new FileAlreadyExistsException(out + " exists already; choose --if-exists replace");
    }
    List<Run> runs = new ArrayList<>();
    for (Path folder : folders) {
      runs.add(Run.open(folder));
    }
    Report report = Report.of(runs).withPlacement(placementOptions::available);
    String page = (data == null ? report : report.withData(Dataset.open(data))).html();
    if (policy == OverwritePolicy.REPLACE) {
      AtomicFile.write(out, page);
    } else {
      AtomicFile.create(out, page);
    }
    System.out.printf("The report is in %s%n", out);
    return 0;
  }
}
