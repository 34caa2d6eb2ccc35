package org.alexnet.data;

import java.io.IOException;
import org.alexnet.data.proto.SkippedImage;

/** What the writer of a shard tells while it writes, from several threads at once. */
interface ShardProgress {
  /** Tells nobody. */
  ShardProgress NONE =
      new ShardProgress() {
        @Override
        public void done(int images) {}

        @Override
        public void skipped(SkippedImage image) {}
      };

  /** Some more images are stored or skipped. */
  void done(int images);

  /**
   * An image is skipped.
   *
   * @throws IOException if that is one too many
   */
  void skipped(SkippedImage image) throws IOException;
}
