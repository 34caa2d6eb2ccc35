package org.alexnet.train.prediction;

import com.google.common.collect.ImmutableList;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.alexnet.common.Disk;

/**
 * Predictions that are computed once and kept in a temporary folder, for who reads them often; four
 * bytes for each class and image on disk. The caller closes it.
 */
public final class KeptPredictions implements PredictionSource, Closeable {
  private final PredictionSource source;
  private final Path folder;

  private KeptPredictions(PredictionSource source, Path folder) {
    this.source = source;
    this.folder = folder;
  }

  /**
   * Computes all predictions of a source.
   *
   * @throws IOException if they cannot be read or kept; then nothing is left of them
   */
  public static KeptPredictions of(PredictionSource source) throws IOException {
    KeptPredictions kept =
        new KeptPredictions(source, Files.createTempDirectory("alexnet-predictions"));
    try (NpyPredictions.Writer writer = new NpyPredictions.Writer(kept.folder, source.images())) {
      source.forEach(writer);
    } catch (IOException | RuntimeException | Error e) {
      kept.close();
      if (Disk.isFull(e)) {
        throw new IOException(
            kept.folder
                + " cannot be written: no space is left on its disk; free some, or give the JVM"
                + " -Djava.io.tmpdir=FOLDER with a folder on another disk",
            e);
      }
      throw e;
    }
    return kept;
  }

  @Override
  public String name() {
    return source.name();
  }

  @Override
  public PredictedImages images() {
    return source.images();
  }

  @Override
  public ImmutableList<PredictedBy> networks() {
    return source.networks();
  }

  @Override
  public PredictionStream open() throws IOException {
    return new NpyPredictions.Reader(folder, images());
  }

  /** Deletes the folder. */
  @Override
  public void close() throws IOException {
    if (Files.exists(folder)) {
      MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }
}
