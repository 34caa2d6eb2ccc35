package org.alexnet.graph.internal;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.StdArrays;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.train.MergeV2Checkpoints;
import org.tensorflow.op.train.Restore;
import org.tensorflow.op.train.Save;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TString;
import org.tensorflow.types.family.TType;

/**
 * The operations that save and restore resource variables, and read back what was saved.
 *
 * <p>{@code Session.save}, {@code Session.restore} and the SavedModel exporter look for operations
 * of these names before they make their own, which would save nothing: theirs collect variables of
 * the older kind only.
 */
public final class Saver {
  private Saver() {}

  /** A variable to save, with its type, its shape and the device that assigns it. */
  public record Variable(
      String name,
      Operand<? extends TType> handle,
      Class<? extends TType> type,
      Shape shape,
      Ops device) {

    /**
     * TensorFlow's notation of the whole of this shape, {@code 5 5 48 128 -:-:-:-} for example. It
     * makes the restoring operation refuse a tensor of another shape before anything is assigned;
     * an assignment would take it.
     */
    private String wholeSlice() {
      if (shape.isScalar()) {
        return "";
      }
      String sizes = LongStream.of(shape.asArray()).mapToObj(Long::toString).collect(joining(" "));
      return sizes + " " + String.join(":", Collections.nCopies(shape.numDimensions(), "-"));
    }
  }

  /**
   * Adds the operations, once for a graph.
   *
   * @param host builders on the host's device
   * @param variables what to save
   */
  public static void install(Ops host, List<Variable> variables) {
    Ops tf = host.withSubScope("save");
    Placeholder<TString> filename = tf.withName("filename").placeholder(TString.class);
    install(tf, filename, variables, save(tf, filename, variables));
  }

  /**
   * Adds the operations, once for a graph, with two files of about the same size: each is written
   * by a thread of its own, in less than half of the time that one thread takes for all.
   *
   * @param host builders on the host's device
   * @param variables what to save
   */
  public static void installWithTwoFiles(Ops host, List<Variable> variables) {
    Ops tf = host.withSubScope("save");
    Placeholder<TString> filename = tf.withName("filename").placeholder(TString.class);
    List<Operand<TString>> files = new ArrayList<>();
    List<Op> saves = new ArrayList<>();
    for (List<Variable> half : halves(variables)) {
      Operand<TString> file =
          tf.strings.join(List.of(filename, tf.constant("_half" + files.size())));
      saves.add(save(tf, file, half));
      files.add(file);
    }
    Op merged =
        tf.withControlDependencies(saves)
            .train
            .mergeV2Checkpoints(tf.stack(files), filename, MergeV2Checkpoints.deleteOldDirs(false));
    install(tf, filename, variables, merged);
  }

  private static List<List<Variable>> halves(List<Variable> variables) {
    List<List<Variable>> halves = List.of(new ArrayList<>(), new ArrayList<>());
    long[] sizes = new long[2];
    for (Variable variable : variables) {
      int smaller = sizes[0] <= sizes[1] ? 0 : 1;
      halves.get(smaller).add(variable);
      sizes[smaller] += variable.shape.size();
    }
    return halves;
  }

  private static Save save(Ops tf, Operand<TString> file, List<Variable> variables) {
    List<Operand<?>> values = new ArrayList<>();
    for (Variable variable : variables) {
      values.add(variable.device.readVariableOp(variable.handle, variable.type));
    }
    Operand<TString> names = names(tf, variables);
    return tf.train.save(file, names, tf.zerosLike(names), values);
  }

  private static Operand<TString> names(Ops tf, List<Variable> variables) {
    return tf.constant(
        StdArrays.ndCopyOf(variables.stream().map(Variable::name).toArray(String[]::new)));
  }

  private static void install(
      Ops tf, Operand<TString> filename, List<Variable> variables, Op saved) {
    tf.withControlDependencies(List.of(saved)).withName("control_dependency").identity(filename);
    Operand<TString> ofTheirShapes =
        tf.constant(
            StdArrays.ndCopyOf(
                variables.stream().map(Variable::wholeSlice).toArray(String[]::new)));
    List<Class<? extends TType>> types = new ArrayList<>();
    variables.forEach(variable -> types.add(variable.type));
    Restore restore = tf.train.restore(filename, names(tf, variables), ofTheirShapes, types);
    List<Op> assignments = new ArrayList<>();
    for (int i = 0; i < variables.size(); i++) {
      assignments.add(
          variables
              .get(i)
              .device
              .assignVariableOp(variables.get(i).handle, restore.tensors().get(i)));
    }
    tf.withControlDependencies(assignments).withName("restore_all").noOp();
  }

  /** The placeholder and the two results of {@link #installReadBack}. */
  public static final String READ_BACK_FILE = "read_back/filename";

  /** The variables' names: string {@code [variables]}. */
  public static final String READ_BACK_NAMES = "read_back/names";

  /** Whether each is on the disk other than in memory: bool {@code [variables]}. */
  public static final String READ_BACK_DIFFERS = "read_back/differs";

  /**
   * Adds the operations that compare what was saved with the variables, bit for bit, so that NaN
   * and the two zeros count as what they are. At most two variables are in memory twice at a time.
   *
   * @param host builders on the host's device
   * @param variables what was saved
   */
  public static void installReadBack(Ops host, List<Variable> variables) {
    Ops tf = host.withSubScope("read_back");
    Placeholder<TString> filename = tf.withName("filename").placeholder(TString.class);
    List<Operand<TBool>> differs = new ArrayList<>();
    for (int i = 0; i < variables.size(); i++) {
      Variable variable = variables.get(i);
      Ops next = i < 2 ? tf : tf.withControlDependencies(List.of(differs.get(i - 2)));
      Restore restore =
          next.train.restore(
              filename,
              tf.constant(StdArrays.ndCopyOf(new String[] {variable.name})),
              tf.constant(StdArrays.ndCopyOf(new String[] {variable.wholeSlice()})),
              List.of(variable.type));
      Operand<? extends TType> value =
          variable
              .device
              .withSubScope("read_back")
              .withControlDependencies(List.of(restore))
              .readVariableOp(variable.handle, variable.type);
      Operand<TBool> other = tf.math.notEqual(bits(tf, restore.tensors().get(0)), bits(tf, value));
      differs.add(tf.reduceAny(other, tf.constant(0)));
    }
    names(tf.withName("names"), variables);
    tf.withName("differs").stack(differs);
  }

  /** The bits of a tensor: int32 {@code [size]}. */
  private static Operand<TInt32> bits(Ops tf, Operand<? extends TType> value) {
    Operand<TInt32> bits = tf.bitcast(value, TInt32.class);
    return tf.reshape(bits, tf.constant(new int[] {-1}));
  }
}
