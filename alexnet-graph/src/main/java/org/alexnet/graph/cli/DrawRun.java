package org.alexnet.graph.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import org.alexnet.graph.report.NetworkFigure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "draw",
    description = "Draws a network in the manner of the paper's figure 2, as an SVG file.")
final class DrawRun implements Callable<Integer> {
  @Mixin private StandaloneNetwork network;

  @Option(names = "--out", required = true, description = "The file to write; it must not exist.")
  private Path out;

  @Override
  public Integer call() throws IOException {
    Path folder = out.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new NoSuchFileException(out + " cannot be written: " + folder + " is not a folder");
    }
    String svg = NetworkFigure.of(network.spec()).toSvg();
    try {
      Files.writeString(out, svg, StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      throw new FileAlreadyExistsException(out + " exists already");
    }
    System.out.printf("Drawn: %s%n", out);
    return 0;
  }
}
