package org.alexnet.data;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.alexnet.data.source.ImageSource;
import org.alexnet.data.source.LabelMap;
import org.alexnet.data.source.Split;

/**
 * A source that counts how many of its images are read, and fails at one.
 *
 * @param source the images
 * @param read how many were read
 * @param most after how many reading fails as nothing that is expected does
 */
record CountedSource(ImageSource source, AtomicInteger read, int most) implements ImageSource {

  static CountedSource of(ImageSource source) {
    return new CountedSource(source, new AtomicInteger(), Integer.MAX_VALUE);
  }

  CountedSource failingAfter(int most) {
    return new CountedSource(source, new AtomicInteger(), most);
  }

  @Override
  public LabelMap labels() {
    return source.labels();
  }

  @Override
  public List<SourceImage> images(Split split) throws IOException {
    return source.images(split).stream()
        .map(
            image ->
                new SourceImage(
                    image.name(),
                    image.location(),
                    image.label(),
                    new Counted(image.content(), this)))
        .toList();
  }

  private record Counted(Content content, CountedSource source) implements Content {
    @Override
    public byte[] read() throws IOException {
      if (source.read.incrementAndGet() > source.most) {
        throw new IllegalStateException("the process ends here");
      }
      return content.read();
    }

    @Override
    public java.util.OptionalLong byteCount() throws IOException {
      return content.byteCount();
    }
  }

  @Override
  public String description() {
    return source.description();
  }
}
