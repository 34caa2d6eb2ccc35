package org.alexnet.data;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;

/**
 * The colors of the training images as they are stored: over all pixels, 0..255.
 *
 * @param rgbMean mean of red, green and blue, in gray levels
 * @param rgbCovariance their covariance, row by row: 9 values, in squared gray levels
 * @param eigenvalues of the covariance, the largest first: 3 values
 * @param eigenvectors the unit vector that belongs to each eigenvalue, one after the other: 9
 *     values; the component of largest size is positive
 */
public record PixelStatistics(
    ImmutableList<Double> rgbMean,
    ImmutableList<Double> rgbCovariance,
    ImmutableList<Double> eigenvalues,
    ImmutableList<Double> eigenvectors) {

  /** Checks the sizes. */
  public PixelStatistics {
    checkSize("rgbMean", rgbMean, 3);
    checkSize("rgbCovariance", rgbCovariance, 9);
    checkSize("eigenvalues", eigenvalues, 3);
    checkSize("eigenvectors", eigenvectors, 9);
  }

  private static void checkSize(String name, ImmutableList<Double> values, int size) {
    checkArgument(
        values.size() == size, "%s must have %s values, found %s", name, size, values.size());
  }

  /**
   * Returns the statistics of a mean and a covariance, with the eigenvectors that follow from them.
   *
   * @param rgbMean 3 values
   * @param rgbCovariance 3 rows of 3 values
   */
  static PixelStatistics of(double[] rgbMean, double[][] rgbCovariance) {
    EigenDecomposition eigen = new EigenDecomposition(new Array2DRowRealMatrix(rgbCovariance));
    ImmutableList.Builder<Double> values = ImmutableList.builder();
    ImmutableList.Builder<Double> vectors = ImmutableList.builder();
    for (int i = 0; i < 3; i++) {
      values.add(eigen.getRealEigenvalue(i));
      double[] vector = eigen.getEigenvector(i).toArray();
      double largest = 0;
      for (double component : vector) {
        largest = Math.abs(component) > Math.abs(largest) + 1e-12 ? component : largest;
      }
      for (double component : vector) {
        vectors.add(largest < 0 ? -component : component);
      }
    }
    return new PixelStatistics(
        listOf(rgbMean),
        ImmutableList.<Double>builder()
            .addAll(listOf(rgbCovariance[0]))
            .addAll(listOf(rgbCovariance[1]))
            .addAll(listOf(rgbCovariance[2]))
            .build(),
        values.build(),
        vectors.build());
  }

  private static ImmutableList<Double> listOf(double[] values) {
    return java.util.Arrays.stream(values).boxed().collect(ImmutableList.toImmutableList());
  }
}
