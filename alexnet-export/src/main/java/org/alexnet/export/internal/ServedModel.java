package org.alexnet.export.internal;

import com.google.common.base.Throwables;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.alexnet.common.CpuSettings;
import org.alexnet.common.ErrorMessages;
import org.alexnet.common.GraphOptimization;
import org.alexnet.common.NativeLog;
import org.alexnet.data.source.LabelMap;
import org.alexnet.export.proto.ModelManifest;
import org.alexnet.export.proto.ModelNetwork;
import org.alexnet.graph.device.Device;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GPUOptions;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TString;

/** A model that was exported, in memory. Threads may share one; the caller closes it. */
public final class ServedModel implements AutoCloseable {
  private static final String TAG = "serve";

  private final Path version;
  private final ModelManifest manifest;
  private final SavedModelBundle bundle;

  private ServedModel(Path version, ModelManifest manifest, SavedModelBundle bundle) {
    this.version = version;
    this.manifest = manifest;
    this.bundle = bundle;
  }

  /**
   * Loads a model.
   *
   * @param directory the folder of one version, or of all, of which the latest is taken
   * @param device where it runs; nothing for TensorFlow's choice
   * @param threads that an operation on CPUs is shared by; 0 for one on each core
   * @throws IOException if there is none or it cannot be read
   */
  public static ServedModel load(Path directory, Optional<Device> device, int threads)
      throws IOException {
    Path version = ModelFolder.version(directory);
    CpuSettings.apply();
    // It takes a second, as long as reading the files.
    CompletableFuture<Void> started = CompletableFuture.runAsync(NativeLog::startQuietly);
    ModelManifest manifest = Manifests.readIntact(version);
    await(started);
    SavedModelBundle bundle;
    try {
      bundle =
          SavedModelBundle.loader(version.toString())
              .withTags(TAG)
              .withConfigProto(config(device, threads))
              .load();
    } catch (TensorFlowException | IllegalArgumentException e) {
      throw new IOException(version + " cannot be loaded: " + ErrorMessages.firstLine(e), e);
    }
    ServedModel model = new ServedModel(version, manifest, bundle);
    try {
      model.requireAsManyLabels();
      return model;
    } catch (IOException | RuntimeException e) {
      model.close();
      throw e;
    }
  }

  private static void await(CompletableFuture<Void> task) {
    try {
      task.join();
    } catch (CompletionException e) {
      Throwables.throwIfUnchecked(e.getCause());
      throw e;
    }
  }

  private static ConfigProto config(Optional<Device> wanted, int threads) {
    ConfigProto.Builder config =
        ConfigProto.newBuilder()
            .setAllowSoftPlacement(true)
            .setUsePerSessionThreads(true)
            .setIntraOpParallelismThreads(threads)
            .setGraphOptions(GraphOptimization.ONCE);
    GPUOptions.Builder gpus = GPUOptions.newBuilder().setAllowGrowth(true);
    if (wanted.isPresent()) {
      Device device = wanted.get();
      if (device.isCpu()) {
        config.putDeviceCount("GPU", 0);
      } else {
        gpus.setVisibleDeviceList(Integer.toString(device.index()));
      }
    }
    return config.setGpuOptions(gpus).build();
  }

  private void requireAsManyLabels() throws IOException {
    Shape output =
        bundle
            .function(ServingGraph.CENTER)
            .signature()
            .getOutputs()
            .get(ServingGraph.PROBABILITIES)
            .shape;
    long classes = output.get(output.numDimensions() - 1);
    if (classes != labels().size()) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s has %d labels, but the model's output has %d classes; export the model again",
              version.resolve(ModelFolder.EXTRA).resolve(Manifests.FILE.name()),
              labels().size(),
              classes));
    }
  }

  /** Returns the folder of the version. */
  public Path version() {
    return version;
  }

  /** Returns the classes, in the order of the probabilities. */
  public LabelMap labels() {
    return Manifests.labels(manifest);
  }

  /** Returns the SHA-256 of the checkpoint of each of its networks. */
  public List<String> checkpoints() {
    return manifest.getNetworksList().stream().map(ModelNetwork::getCheckpointSha256).toList();
  }

  /** Returns the numbers that its parameters are stored as. */
  public String storedWeights() {
    return manifest.getStoredWeights();
  }

  /** Returns whether it can be called by a signature. */
  public boolean has(String signature) {
    return bundle.metaGraphDef().containsSignatureDef(signature);
  }

  /**
   * Returns an output of image files.
   *
   * @param signature one that takes {@code image_bytes}
   * @param output one of its outputs, float32 {@code [N, values]}
   * @param files JPEG or PNG files
   * @return {@code values} for each file
   * @throws RuntimeException TensorFlow's, if one cannot be decoded
   */
  public List<float[]> rows(String signature, String output, List<byte[]> files) {
    var bytes = NdArrays.ofObjects(byte[].class, Shape.of(files.size()));
    for (int i = 0; i < files.size(); i++) {
      bytes.setObject(files.get(i), i);
    }
    try (TString input = TString.tensorOfBytes(bytes);
        Result result = bundle.function(signature).call(Map.of(ServingGraph.IMAGE_BYTES, input))) {
      TFloat32 tensor = (TFloat32) result.get(output).orElseThrow();
      float[] all = new float[Math.toIntExact(tensor.size())];
      tensor.asRawTensor().data().asFloats().read(all);
      int length = all.length / files.size();
      List<float[]> rows = new ArrayList<>();
      for (int i = 0; i < files.size(); i++) {
        rows.add(Arrays.copyOfRange(all, i * length, (i + 1) * length));
      }
      return rows;
    }
  }

  /** Runs the network alone on prepared images, all of them zeros. */
  public void runPrepared(int images) {
    Shape shape =
        bundle.function(ServingGraph.IMAGES).signature().getInputs().get(ServingGraph.IMAGES).shape;
    try (TFloat32 input =
            TFloat32.tensorOf(Shape.of(images, shape.get(1), shape.get(2), shape.get(3)));
        Result result =
            bundle
                .session()
                .runner()
                .feed(ServingGraph.IMAGES, input)
                .fetch("prepared/" + ServingGraph.PROBABILITIES)
                .run()) {
      result.get(0);
    }
  }

  @Override
  public void close() {
    bundle.close();
  }
}
