package org.alexnet.graph.cli;

import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.report.PresetDiff;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "diff", description = "Prints where two presets differ.")
final class DiffRun implements Runnable {
  @Parameters(index = "0", paramLabel = "PRESET", description = "${COMPLETION-CANDIDATES}")
  private Preset left;

  @Parameters(index = "1", paramLabel = "PRESET", description = "${COMPLETION-CANDIDATES}")
  private Preset right;

  @Override
  public void run() {
    System.out.println(PresetDiff.of(left, right));
  }
}
