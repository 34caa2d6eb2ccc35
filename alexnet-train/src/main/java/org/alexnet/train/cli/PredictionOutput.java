package org.alexnet.train.cli;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.alexnet.common.AtomicDirectory;
import org.alexnet.common.AtomicFile;
import org.alexnet.common.cli.OverwritePolicy;
import org.alexnet.data.Dataset;
import org.alexnet.data.FileNames;
import org.alexnet.data.source.Split;
import org.alexnet.train.prediction.ClassIds;
import org.alexnet.train.prediction.PredictionFolder;
import org.alexnet.train.prediction.PredictionSource;
import org.alexnet.train.prediction.Submission;
import picocli.CommandLine.Option;

/** The options of commands that write predictions. */
final class PredictionOutput {
  @Option(
      names = "--predictions",
      paramLabel = "FOLDER",
      description = "Keep all probabilities in this folder.")
  private Path predictions;

  @Option(
      names = "--submission",
      paramLabel = "FILE",
      description = "Write each image's five best classes, as for ILSVRC.")
  private Path submission;

  @Option(
      names = "--class-ids",
      paramLabel = "FILE",
      description = "Their numbers there: a class and its number a line.")
  private Path classIds;

  @Option(
      names = "--if-exists",
      paramLabel = "POLICY",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private OverwritePolicy policy = OverwritePolicy.FAIL;

  private ImmutableList<String> fileNames;

  /** Returns whether anything is written. */
  boolean isAny() {
    return predictions != null || submission != null;
  }

  /**
   * Refuses outputs that would destroy each other, or the class numbers.
   *
   * @param confusion another output of the command
   */
  void requireDistinct(Optional<Path> confusion) throws IOException {
    Map<String, Path> paths = new LinkedHashMap<>();
    confusion.ifPresent(path -> paths.put("--confusion", path));
    putIfGiven(paths, "--predictions", predictions);
    putIfGiven(paths, "--submission", submission);
    putIfGiven(paths, "--class-ids", classIds);
    DistinctPaths.require(paths);
  }

  private static void putIfGiven(Map<String, Path> paths, String option, Path path) {
    if (path != null) {
      paths.put(option, path);
    }
  }

  /** Refuses what cannot be written in the end before anything is computed. */
  void check(Dataset dataset) throws IOException {
    checkArgument(
        classIds == null || submission != null, "--class-ids is of use with --submission alone");
    if (submission != null) {
      requireFree(submission);
    }
    if (classIds != null) {
      ClassIds.read(classIds, dataset.labels());
    }
    if (predictions != null && exists()) {
      if (policy == OverwritePolicy.FAIL) {
        throw new FileAlreadyExistsException(
            predictions + " exists already; choose --if-exists resume or --if-exists replace");
      }
      PredictionFolder.requireReplaceable(predictions);
    }
    if (predictions != null) {
      AtomicDirectory.requireWritable(predictions);
    }
  }

  private boolean exists() {
    return Files.exists(predictions) || AtomicDirectory.isInterrupted(predictions);
  }

  /** Refuses a file that is there, or is nowhere to be put. */
  void requireFree(Path file) throws IOException {
    AtomicFile.requireWritable(file);
    if (Files.exists(file) && policy != OverwritePolicy.REPLACE) {
      throw new FileAlreadyExistsException(file + " exists already; choose --if-exists replace");
    }
  }

  /** Keeps predictions in the folder, if one is named, and returns them as they are best read. */
  PredictionSource kept(PredictionSource source, Dataset dataset, Split split) throws IOException {
    if (predictions == null) {
      return source;
    }
    if (policy == OverwritePolicy.RESUME && exists()) {
      PredictionFolder found = PredictionFolder.open(predictions);
      found.requireOf(source);
      System.out.printf("%s is written already%n", predictions);
      return found;
    }
    ImmutableList<String> names = fileNames(dataset, split);
    return policy == OverwritePolicy.REPLACE
        ? PredictionFolder.replace(predictions, source, names)
        : PredictionFolder.write(predictions, source, names);
  }

  /** Returns the submission, without images yet, if one is wanted. */
  Optional<Submission> submission(Dataset dataset, Split split) throws IOException {
    if (submission == null) {
      return Optional.empty();
    }
    ClassIds ids =
        classIds == null
            ? ClassIds.inOrder(dataset.labels())
            : ClassIds.read(classIds, dataset.labels());
    return Optional.of(new Submission(fileNames(dataset, split), ids));
  }

  /** Writes a submission that has all images. */
  void write(Submission lines) throws IOException {
    write(submission, out -> out.write(lines.text()));
  }

  /** Writes a file that was found free. */
  void write(Path file, AtomicFile.Content content) throws IOException {
    if (policy == OverwritePolicy.REPLACE) {
      AtomicFile.write(file, content);
    } else {
      AtomicFile.create(file, content);
    }
  }

  private ImmutableList<String> fileNames(Dataset dataset, Split split) throws IOException {
    if (fileNames == null) {
      fileNames = FileNames.of(dataset, split);
    }
    return fileNames;
  }
}
