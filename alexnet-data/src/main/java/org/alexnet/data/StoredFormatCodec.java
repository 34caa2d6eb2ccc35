package org.alexnet.data;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Arrays;
import java.util.List;
import org.alexnet.data.image.Chroma;
import org.alexnet.data.image.Encoding;
import org.alexnet.data.image.Fit;
import org.alexnet.data.image.ResizeFilter;
import org.alexnet.data.image.StoredFormat;
import org.alexnet.data.proto.StoredFormatProto;

/** How images are stored, in manifests. */
public final class StoredFormatCodec {
  private StoredFormatCodec() {}

  /** Returns what a manifest says of a format; the size is a field of its own there. */
  public static StoredFormatProto toProto(StoredFormat format) {
    StoredFormatProto.Builder proto =
        StoredFormatProto.newBuilder()
            .setFit(format.fit().toString())
            .setFilter(format.filter().toString())
            .setEncoding(format.encoding().toString());
    return format.encoding() == Encoding.PNG
        ? proto.build()
        : proto.setQuality(format.quality()).setChroma(format.chroma().toString()).build();
  }

  /**
   * Returns the format of a manifest.
   *
   * @param size side of the squares, in pixels
   * @param proto what the manifest says; what is absent is as {@link StoredFormat#ofSize} has it
   * @throws IllegalArgumentException if it names something unknown
   */
  public static StoredFormat fromProto(int size, StoredFormatProto proto) {
    StoredFormat usual = StoredFormat.ofSize(size);
    return new StoredFormat(
        size,
        value("fit", proto.getFit(), Fit.values(), usual.fit()),
        value("filter", proto.getFilter(), ResizeFilter.values(), usual.filter()),
        value("encoding", proto.getEncoding(), Encoding.values(), usual.encoding()),
        proto.getQuality() == 0 ? usual.quality() : proto.getQuality(),
        value("chroma", proto.getChroma(), Chroma.values(), usual.chroma()));
  }

  private static <T> T value(String field, String name, T[] values, T usual) {
    if (name.isEmpty()) {
      return usual;
    }
    List<T> found = Arrays.stream(values).filter(value -> value.toString().equals(name)).toList();
    checkArgument(
        !found.isEmpty(), "%s must be one of %s, found %s", field, Arrays.toString(values), name);
    return found.get(0);
  }
}
