package org.alexnet.train;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.alexnet.common.AtomicDirectory;
import org.alexnet.common.ErrorMessages;
import org.alexnet.common.FolderLock;
import org.alexnet.common.ListedFiles;
import org.alexnet.data.StoredFormatCodec;
import org.alexnet.data.image.Preprocessing;
import org.alexnet.data.image.StoredFormat;
import org.alexnet.data.source.LabelMap;
import org.alexnet.graph.GraphSession;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.ParameterTable;
import org.alexnet.graph.spec.ParameterTable.Parameter;
import org.alexnet.graph.spec.SpecCodec;
import org.alexnet.train.proto.CheckpointManifest;
import org.alexnet.train.proto.DatasetProto;
import org.tensorflow.Operand;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.StdArrays;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TString;

/**
 * A checkpoint of parameters that were trained elsewhere: it can be evaluated, exported and trained
 * from, not resumed, since it has no velocities.
 *
 * @param spec the network
 * @param recipe how it was trained, as far as that is known; serving takes the mean's place of it
 * @param labels its classes
 * @param format how an image of any shape becomes the square that crops are taken of
 * @param mean what is subtracted, RGB, 0..255, {@code [format.size(), format.size(), 3]}
 */
public record ImportedCheckpoint(
    AlexNetSpec spec,
    TrainingRecipe recipe,
    LabelMap labels,
    StoredFormat format,
    FloatNdArray mean) {

  /** Checks that there are as many labels as classes. */
  public ImportedCheckpoint {
    checkArgument(
        labels.size() == spec.classCount(),
        "labels must be as many as the classes of %s, %s, found %s",
        spec.name(),
        spec.classCount(),
        labels.size());
    checkArgument(
        spec.imageSize() <= format.size(),
        "the input of %s has %s pixels a side, more than the stored %s",
        spec.name(),
        spec.imageSize(),
        format.size());
  }

  /**
   * Writes a checkpoint.
   *
   * @param directory its folder, which must not exist
   * @param values of each parameter in the order of {@link ParameterTable}
   * @throws IOException if it cannot be written, or another process writes it; then nothing is left
   *     of it
   */
  @SuppressWarnings("try") // the lock is held, not asked
  public Checkpoint write(Path directory, List<float[]> values) throws IOException {
    Preprocessing preprocessing = Preprocessing.of(mean, format);
    try (FolderLock lock = FolderLock.beside(directory)) {
      create(directory, values, preprocessing);
    }
    return Checkpoint.open(directory);
  }

  private void create(Path directory, List<float[]> values, Preprocessing preprocessing)
      throws IOException {
    AtomicDirectory.create(
        directory,
        inside -> {
          save(inside.resolve(Checkpoint.TENSORS), inside, values);
          preprocessing.writeMean(inside.resolve(Checkpoint.MEAN));
          Checkpoint.MANIFEST.write(
              inside, manifest().addAllFiles(ListedFiles.listAll(inside)).build());
        });
  }

  private CheckpointManifest.Builder manifest() {
    return CheckpointManifest.newBuilder()
        .setNetwork(SpecCodec.toProto(spec))
        .setRecipe(RecipeCodec.toProto(recipe))
        .setDataset(
            DatasetProto.newBuilder()
                .setImageSize(format.size())
                .addAllLabels(labels.labels())
                .setLabelsSha256(labels.sha256())
                .addAllNames(labels.hasNames() ? labels.names() : ImmutableList.of())
                .setStoredFormat(StoredFormatCodec.toProto(format)))
        .setProvenance(
            ProvenanceCodec.toProto(
                RunProvenance.here(Placement.onOneDevice("/CPU:0", spec.towers()))));
  }

  /** Operations that save what is fed. */
  private record Saving(
      Placeholder<TString> file, ImmutableList<Placeholder<TFloat32>> values, Op save) {
    static Saving add(Ops tf, List<Parameter> parameters) {
      Placeholder<TString> file = tf.placeholder(TString.class);
      List<Placeholder<TFloat32>> values = new ArrayList<>();
      for (Parameter parameter : parameters) {
        values.add(tf.placeholder(TFloat32.class, Placeholder.shape(parameter.shape())));
      }
      Operand<TString> names =
          tf.constant(
              StdArrays.ndCopyOf(parameters.stream().map(Parameter::name).toArray(String[]::new)));
      return new Saving(
          file,
          ImmutableList.copyOf(values),
          tf.train.save(file, names, tf.zerosLike(names), List.copyOf(values)));
    }
  }

  private void save(Path prefix, Path subject, List<float[]> values) throws IOException {
    List<Parameter> parameters = ParameterTable.of(spec).parameters();
    List<TFloat32> tensors = new ArrayList<>();
    try (GraphSession<Saving> session =
            GraphSession.open(Placement.of("/CPU:0"), tf -> Saving.add(tf, parameters));
        TString file = TString.scalarOf(prefix.toString())) {
      for (int i = 0; i < parameters.size(); i++) {
        tensors.add(TFloat32.tensorOf(parameters.get(i).shape(), DataBuffers.of(values.get(i))));
      }
      Saving saving = session.operations();
      session
          .run(
              runner -> {
                runner.feed(saving.file, file).addTarget(saving.save);
                for (int i = 0; i < tensors.size(); i++) {
                  runner.feed(saving.values.get(i), tensors.get(i));
                }
              })
          .close();
    } catch (TensorFlowException e) {
      throw new IOException(subject + " cannot be written: " + ErrorMessages.firstLine(e), e);
    } finally {
      tensors.forEach(TFloat32::close);
    }
  }
}
