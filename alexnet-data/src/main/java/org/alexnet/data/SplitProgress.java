package org.alexnet.data;

import java.io.IOException;
import java.util.List;
import org.alexnet.data.proto.SkippedImage;
import org.alexnet.data.source.Split;

/** Tells a listener how far a split is, one call at a time. Threads share it. */
final class SplitProgress implements ShardProgress {
  private final Split split;
  private final long total;
  private final SkippedImages skipped;
  private final PreparationListener listener;
  private long done;

  SplitProgress(Split split, long total, SkippedImages skipped, PreparationListener listener) {
    this.split = split;
    this.total = total;
    this.skipped = skipped;
    this.listener = listener;
  }

  /** Begins with images that an earlier attempt has stored. */
  synchronized void begin(long images) {
    done = images;
    if (images > 0) {
      listener.kept(split, images, total);
    }
  }

  @Override
  public synchronized void done(int images) {
    done += images;
    listener.stored(split, done, total);
  }

  @Override
  public void skipped(SkippedImage image) throws IOException {
    skipped.addAll(List.of(image));
  }
}
