package org.alexnet.export.weights;

import java.nio.file.Path;
import java.util.Locale;

/** A format of files with parameters; the ending of a file's name says which it has. */
public enum WeightFormat {
  /** Caffe's NetParameter, a binary protobuf. */
  CAFFEMODEL,
  /** NumPy's {@code savez}. */
  NPZ,
  /** Of Hugging Face. */
  SAFETENSORS;

  /** Returns the ending of such files' names, without the dot. */
  public String ending() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the format of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static WeightFormat named(String name) {
    for (WeightFormat format : values()) {
      if (format.ending().equals(name)) {
        return format;
      }
    }
    throw new IllegalArgumentException(
        "format must be savedmodel, caffemodel, npz or safetensors, found " + name);
  }

  /**
   * Returns the format that a file's name ends with.
   *
   * @throws IllegalArgumentException if it ends with none
   */
  public static WeightFormat of(Path file) {
    for (WeightFormat format : values()) {
      if (file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith("." + format.ending())) {
        return format;
      }
    }
    throw new IllegalArgumentException(file + " must end with .caffemodel, .npz or .safetensors");
  }
}
