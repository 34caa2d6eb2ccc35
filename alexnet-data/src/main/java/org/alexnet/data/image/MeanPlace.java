package org.alexnet.data.image;

/**
 * Which part of the mean image is subtracted from a crop, in training, at evaluation and when
 * served. For a center crop that is not mirrored they are the same.
 */
public enum MeanPlace {
  /**
   * That of the crop's own place, mirrored with the crop: the mean is subtracted from the image
   * before it is cut. Sources: paper, section 2; Caffe's data_transformer.cpp.
   */
  CROP("crop"),

  /**
   * Its center, never mirrored, after crop and flip, wherever the crop is: the code that made the
   * paper's numbers (convdata_jpeg.py).
   */
  CENTER("center");

  private final String label;

  MeanPlace(String label) {
    this.label = label;
  }

  /** Returns its name as in options. */
  @Override
  public String toString() {
    return label;
  }
}
