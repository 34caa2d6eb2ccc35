package org.alexnet.export.weights;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.alexnet.common.AtomicFile;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.ParameterTable;
import org.alexnet.train.Checkpoint;
import org.alexnet.train.CheckpointValues;

/**
 * The parameters of a network in a file of others. Names are {@code conv1.weight}, {@code
 * conv1.bias} and so on (in a caffemodel the layer's name with two blobs), shapes those of PyTorch
 * and Caffe: {@code [filters, channels, rows, columns]} of a convolution, whose groups are our
 * towers, {@code [units, inputs]} of a dense layer, its inputs by channel, row and column. Images
 * are RGB (in a caffemodel BGR), 0..255 minus the mean.
 *
 * <p>Dropout in others is scaled in training; weights behind one that the network scales at test
 * are multiplied by {@code 1 - rate} on the way out and divided on the way in.
 */
public final class WeightFile {
  private WeightFile() {}

  /**
   * Reads parameters.
   *
   * @param file its ending says the {@link WeightFormat}
   * @param spec the network that has them
   * @return the values of each parameter in the order of {@link ParameterTable}
   * @throws IOException if it cannot be read or is no such file
   * @throws IllegalArgumentException if a tensor is missing or has other sides, or the network has
   *     layers that other formats do not have
   */
  public static ImmutableList<float[]> read(Path file, AlexNetSpec spec) throws IOException {
    JoinedWeights weights = new JoinedWeights(spec);
    ImmutableList<NamedTensor> tensors =
        switch (WeightFormat.of(file)) {
          case CAFFEMODEL -> CaffeModel.read(file, weights.imageWeights());
          case NPZ -> NpzFile.read(file);
          case SAFETENSORS -> SafetensorsFile.read(file);
        };
    return weights.split(tensors, file);
  }

  /**
   * Writes the parameters of a checkpoint.
   *
   * @param file where to; an older one is replaced
   * @throws IOException if it cannot be written
   * @throws IllegalArgumentException if the network has layers that other formats do not have
   */
  public static void write(Path file, WeightFormat format, Checkpoint checkpoint)
      throws IOException {
    AlexNetSpec spec = checkpoint.spec();
    JoinedWeights weights = new JoinedWeights(spec);
    List<NamedTensor> tensors =
        weights.join(CheckpointValues.read(checkpoint, ParameterTable.of(spec).parameters()));
    AtomicFile.writeBytes(
        file,
        out -> {
          switch (format) {
            case CAFFEMODEL -> CaffeModel.write(out, spec.name(), weights.imageWeights(), tensors);
            case NPZ -> NpzFile.write(out, tensors);
            case SAFETENSORS -> SafetensorsFile.write(out, tensors);
          }
        });
  }
}
