package org.alexnet.graph.spec;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * Zero pixels put around a feature map, the same in both directions.
 *
 * @param near pixels above and to the left
 * @param far pixels below and to the right
 */
public record Padding(int near, int far) {

  /** No padding. */
  public static final Padding NONE = new Padding(0, 0);

  /** Checks the values. */
  public Padding {
    checkArgument(near >= 0, "near must not be negative, found %s", near);
    checkArgument(far >= 0, "far must not be negative, found %s", far);
  }

  /**
   * The same number of pixels on every side.
   *
   * @param pixels at least 0
   */
  public static Padding around(int pixels) {
    return new Padding(pixels, pixels);
  }

  /** Returns it in words that follow others, for descriptions: {@code , pad 0/3}; may be empty. */
  String description() {
    return isNone() ? "" : ", pad " + (near == far ? near : near + "/" + far);
  }

  /** Returns the shape of feature maps with this around them. */
  public FeatureMap around(FeatureMap maps) {
    int both = near + far;
    return new FeatureMap(maps.height() + both, maps.width() + both, maps.channels());
  }

  /** Whether no pixel is added. */
  public boolean isNone() {
    return near == 0 && far == 0;
  }
}
