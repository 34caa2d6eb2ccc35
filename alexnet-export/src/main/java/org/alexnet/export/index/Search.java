package org.alexnet.export.index;

import com.google.common.base.Ascii;
import java.io.IOException;
import java.nio.file.Path;

/** How the nearest images are found. */
public enum Search {
  /** Reads the features of all images, so its time grows with the data set. */
  EXACT {
    @Override
    FeatureStore.Writer writer(Path folder, long images, int features) throws IOException {
      return new FeatureArray.Writer(folder, images, features);
    }

    @Override
    FeatureStore open(Path folder, long images, int features) throws IOException {
      return FeatureArray.open(folder, images, features);
    }
  },

  /**
   * Follows a graph of near images (HNSW, Malkov and Yashunin 2018, of Apache Lucene) and reads the
   * features of some thousands; now and then one of the nearest is missed.
   */
  APPROXIMATE {
    @Override
    FeatureStore.Writer writer(Path folder, long images, int features) throws IOException {
      return new FeatureGraph.Writer(folder, images, features);
    }

    @Override
    FeatureStore open(Path folder, long images, int features) throws IOException {
      return FeatureGraph.open(folder);
    }
  };

  private static final long MOST_IMAGES_READ = 100_000;

  /** Returns {@link #EXACT} of up to 100,000 images, {@link #APPROXIMATE} of more. */
  public static Search usual(long images) {
    return images <= MOST_IMAGES_READ ? EXACT : APPROXIMATE;
  }

  abstract FeatureStore.Writer writer(Path folder, long images, int features) throws IOException;

  abstract FeatureStore open(Path folder, long images, int features) throws IOException;

  /** Returns its name in lower case, as the command line has it. */
  @Override
  public String toString() {
    return Ascii.toLowerCase(name());
  }
}
