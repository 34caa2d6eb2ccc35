package org.alexnet.export.weights;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Floats;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.alexnet.export.caffe.proto.BlobProto;
import org.alexnet.export.caffe.proto.BlobShape;
import org.alexnet.export.caffe.proto.LayerParameter;
import org.alexnet.export.caffe.proto.NetParameter;
import org.alexnet.export.caffe.proto.V1LayerParameter;

/**
 * Caffe's NetParameter, as in {@code bvlc_alexnet.caffemodel}: of each layer weights and biases.
 * Its images are BGR, so the channels of what is convolved with them are turned round.
 */
final class CaffeModel {
  private static final String WEIGHT = ".weight";
  private static final String BIAS = ".bias";
  private static final int SIDES_BEFORE_SHAPES = 4;

  private CaffeModel() {}

  /**
   * Reads the tensors of all layers, with RGB.
   *
   * @param imageWeights name of the weights that are convolved with the image
   * @throws IOException if it is no such file
   */
  static ImmutableList<NamedTensor> read(Path file, String imageWeights) throws IOException {
    Map<String, List<BlobProto>> layers = new LinkedHashMap<>();
    NetParameter net = parse(file);
    for (V1LayerParameter layer : net.getLayersList()) {
      layers.put(layer.getName(), layer.getBlobsList());
    }
    for (LayerParameter layer : net.getLayerList()) {
      layers.put(layer.getName(), layer.getBlobsList());
    }
    ImmutableList.Builder<NamedTensor> tensors = ImmutableList.builder();
    layers.forEach(
        (name, blobs) -> {
          if (!blobs.isEmpty()) {
            boolean isDense = rank(blobs.get(0)) == 2;
            NamedTensor weights = tensor(name + WEIGHT, blobs.get(0), isDense ? 2 : 4);
            tensors.add(
                weights.name().equals(imageWeights) && !isDense ? turned(weights) : weights);
          }
          if (blobs.size() > 1) {
            tensors.add(tensor(name + BIAS, blobs.get(1), 1));
          }
        });
    ImmutableList<NamedTensor> found = tensors.build();
    if (found.isEmpty()) {
      throw new IOException(file + " has no layer with parameters; is it a .caffemodel?");
    }
    return found;
  }

  private static NetParameter parse(Path file) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      return NetParameter.parseFrom(in);
    } catch (InvalidProtocolBufferException e) {
      throw new IOException(file + " is no NetParameter of Caffe: " + e.getMessage(), e);
    }
  }

  private static ImmutableList<Integer> sides(BlobProto blob) {
    return blob.hasShape()
        ? blob.getShape().getDimList().stream()
            .map(Math::toIntExact)
            .collect(ImmutableList.toImmutableList())
        : ImmutableList.of(blob.getNum(), blob.getChannels(), blob.getHeight(), blob.getWidth());
  }

  /** Before there were shapes a dense layer's weights had two sides of 1 before theirs. */
  private static int rank(BlobProto blob) {
    ImmutableList<Integer> sides = sides(blob);
    return sides.size() == SIDES_BEFORE_SHAPES && sides.get(0) == 1 && sides.get(1) == 1
        ? 2
        : sides.size();
  }

  private static NamedTensor tensor(String name, BlobProto blob, int rank) {
    ImmutableList<Integer> sides = sides(blob);
    while (sides.size() > rank && sides.get(0) == 1) {
      sides = sides.subList(1, sides.size());
    }
    float[] values =
        blob.getDataCount() > 0
            ? Floats.toArray(blob.getDataList())
            : Floats.toArray(blob.getDoubleDataList());
    return new NamedTensor(name, sides, values);
  }

  /** BGR to RGB, or back. */
  private static NamedTensor turned(NamedTensor weights) {
    int channels = weights.shape().get(1);
    int area = weights.shape().get(2) * weights.shape().get(3);
    float[] values = new float[weights.values().length];
    for (int filter = 0; filter < weights.shape().get(0); filter++) {
      for (int channel = 0; channel < channels; channel++) {
        System.arraycopy(
            weights.values(),
            (filter * channels + channel) * area,
            values,
            (filter * channels + channels - 1 - channel) * area,
            area);
      }
    }
    return new NamedTensor(weights.name(), weights.shape(), values);
  }

  /**
   * Writes tensors, in the order of the layers, with BGR.
   *
   * @param name of the net
   * @param imageWeights name of the weights that are convolved with the image
   */
  static void write(OutputStream out, String name, String imageWeights, List<NamedTensor> tensors)
      throws IOException {
    Map<String, LayerParameter.Builder> layers = new LinkedHashMap<>();
    for (NamedTensor tensor : tensors) {
      String layer = tensor.name().substring(0, tensor.name().lastIndexOf('.'));
      LayerParameter.Builder parameters =
          layers.computeIfAbsent(layer, each -> LayerParameter.newBuilder().setName(each));
      boolean ofImage = tensor.name().equals(imageWeights);
      parameters.addBlobs(blob(ofImage ? turned(tensor) : tensor));
      if (tensor.name().endsWith(WEIGHT)) {
        parameters.setType(tensor.shape().size() == 2 ? "InnerProduct" : "Convolution");
      }
    }
    NetParameter.Builder net = NetParameter.newBuilder().setName(name);
    layers.values().forEach(net::addLayer);
    net.build().writeTo(out);
  }

  private static BlobProto blob(NamedTensor tensor) {
    List<Long> sides = new ArrayList<>();
    tensor.shape().forEach(side -> sides.add(side.longValue()));
    return BlobProto.newBuilder()
        .setShape(BlobShape.newBuilder().addAllDim(sides))
        .addAllData(Floats.asList(tensor.values()))
        .build();
  }

  /**
   * Reads a mean, as in {@code imagenet_mean.binaryproto}.
   *
   * @param size side that it must have
   * @return {@code size * size * 3} values, RGB, by row, column and channel
   * @throws IOException if it is none of this size
   */
  static float[] readMean(Path file, int size) throws IOException {
    BlobProto blob;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      blob = BlobProto.parseFrom(in);
    } catch (InvalidProtocolBufferException e) {
      throw new IOException(file + " is no BlobProto of Caffe: " + e.getMessage(), e);
    }
    ImmutableList<Integer> sides = sides(blob);
    if (!sides.equals(ImmutableList.of(1, 3, size, size))
        || blob.getDataCount() != 3 * size * size) {
      throw new IOException(
          file + " has the sides " + sides + ", expected [1, 3, " + size + ", " + size + "]");
    }
    float[] mean = new float[3 * size * size];
    for (int channel = 0; channel < 3; channel++) {
      for (int pixel = 0; pixel < size * size; pixel++) {
        mean[3 * pixel + 2 - channel] = blob.getData(channel * size * size + pixel);
      }
    }
    return mean;
  }
}
