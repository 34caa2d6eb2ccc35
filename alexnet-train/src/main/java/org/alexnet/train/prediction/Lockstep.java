package org.alexnet.train.prediction;

import static com.google.common.base.Preconditions.checkArgument;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Several sources side by side, image by image: no more than a batch of each is in memory. What a
 * source gives is checked here.
 */
final class Lockstep implements Closeable {
  private final List<PredictionSource> sources;
  private final List<PredictionStream> streams = new ArrayList<>();
  private final int classCount;
  private final long imageCount;
  private final List<float[]> probabilities = new ArrayList<>();
  private long position;

  private Lockstep(List<PredictionSource> sources) {
    this.sources = sources;
    this.classCount = sources.get(0).images().labels().size();
    this.imageCount = sources.get(0).images().imageCount();
  }

  /**
   * Opens all sources.
   *
   * @param sources at least one
   * @throws IllegalArgumentException if they are not about the same images
   * @throws IOException if one cannot be opened
   */
  static Lockstep open(List<? extends PredictionSource> sources) throws IOException {
    requireSameImages(sources);
    Lockstep lockstep = new Lockstep(List.copyOf(sources));
    try {
      for (PredictionSource source : sources) {
        lockstep.streams.add(source.open());
      }
      return lockstep;
    } catch (IOException | RuntimeException | Error e) {
      lockstep.close();
      throw e;
    }
  }

  static void requireSameImages(List<? extends PredictionSource> sources) {
    checkArgument(!sources.isEmpty(), "sources must not be empty");
    PredictionSource first = sources.get(0);
    for (PredictionSource source : sources) {
      first.images().requireSame(first.name(), source.name(), source.images());
    }
  }

  /** Goes to the next image of all. */
  boolean next() throws IOException {
    probabilities.clear();
    for (int i = 0; i < streams.size(); i++) {
      if (streams.get(i).next() != (position < imageCount)) {
        throw wrong(i, "has fewer or more images than " + imageCount + ", which it says it has");
      }
      if (position < imageCount) {
        probabilities.add(checked(i, streams.get(i)));
      }
    }
    return position++ < imageCount;
  }

  private float[] checked(int source, PredictionStream stream) throws IOException {
    float[] found = stream.probabilities();
    int label = stream.label();
    if (found.length != classCount || label < 0 || label >= classCount) {
      throw wrong(source, "has class " + label + " of " + found.length + " at image " + position);
    }
    if (label != label()) {
      throw wrong(
          source,
          String.format(
              Locale.ROOT,
              "has class %d at image %d, where %s has %d",
              label,
              position,
              sources.get(0).name(),
              label()));
    }
    for (int i = 0; i < classCount; i++) {
      if (!(found[i] >= 0 && found[i] <= Float.MAX_VALUE)) {
        throw wrong(
            source,
            String.format(
                Locale.ROOT,
                "has no probability of class %d at image %d, but %s",
                i,
                position,
                found[i]));
      }
    }
    return found;
  }

  private IOException wrong(int source, String what) {
    return new IOException(sources.get(source).name() + " " + what);
  }

  /** Returns the class of the image. */
  int label() {
    return streams.get(0).label();
  }

  /** Returns a source's probabilities for the image. */
  float[] probabilities(int source) {
    return probabilities.get(source);
  }

  /** Returns the number of sources. */
  int size() {
    return sources.size();
  }

  /** Returns the number of classes. */
  int classCount() {
    return classCount;
  }

  @Override
  public void close() throws IOException {
    IOException failure = null;
    for (PredictionStream stream : streams) {
      try {
        stream.close();
      } catch (IOException e) {
        failure = failure == null ? e : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
