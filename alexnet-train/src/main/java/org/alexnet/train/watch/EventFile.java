package org.alexnet.train.watch;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Floats;
import com.google.protobuf.MessageLite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.alexnet.common.ErrorMessages;
import org.alexnet.graph.report.FilterGrid;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.summary.CloseSummaryWriter;
import org.tensorflow.op.summary.CreateSummaryFileWriter;
import org.tensorflow.op.summary.FlushSummaryWriter;
import org.tensorflow.op.summary.ImportEvent;
import org.tensorflow.op.summary.SummaryWriter;
import org.tensorflow.op.summary.WriteGraphSummary;
import org.tensorflow.op.summary.WriteImageSummary;
import org.tensorflow.op.summary.WriteScalarSummary;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.SessionLog;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint8;

/**
 * An event file that TensorBoard reads, written by TensorFlow's own operations in a graph and a
 * session of their own, which use one thread beside the training's.
 */
final class EventFile implements AutoCloseable {
  private static final String PREFIX = "events.out.tfevents.";

  /** Events that are held back before they are written, and for how long. */
  private static final int QUEUE = 1000;

  private static final int FLUSH_MILLIS = 10_000;

  private final Path directory;
  private final ImmutableList<String> tags;
  private final boolean first;
  private final Graph graph = new Graph();
  private final Session session;
  private final Operand<TInt64> step;
  private final Operand<TFloat32> values;
  private final Op scalars;
  private final Placeholder<TString> message;
  private final Op importEvent;
  private final Op writeGraph;
  private final Placeholder<TUint8> picture;
  private final Op writePicture;
  private final Op flush;
  private final Op close;

  /**
   * Creates the next event file in a folder.
   *
   * @param directory the folder; made if it is missing
   * @param tags names of the numbers
   * @param imageTag name of the pictures
   */
  private EventFile(Path directory, ImmutableList<String> tags, String imageTag)
      throws IOException {
    this.directory = directory;
    this.tags = tags;
    Files.createDirectories(directory);
    int before = files(directory).size();
    this.first = before == 0;
    Ops tf = Ops.create(graph);
    SummaryWriter writer = SummaryWriter.create(tf.scope());
    Op create =
        CreateSummaryFileWriter.create(
            tf.scope(),
            writer,
            tf.constant(directory.toString()),
            tf.constant(QUEUE),
            tf.constant(FLUSH_MILLIS),
            tf.constant(String.format(Locale.ROOT, ".%04d", before))); // two in one second
    step = tf.placeholder(TInt64.class);
    values = tf.placeholder(TFloat32.class);
    List<Op> each = new ArrayList<>();
    List<Operand<TFloat32>> apart = ImmutableList.copyOf(tf.unstack(values, (long) tags.size()));
    for (int i = 0; i < tags.size(); i++) {
      each.add(
          WriteScalarSummary.create(
              tf.scope(), writer, step, tf.constant(tags.get(i)), apart.get(i)));
    }
    scalars = tf.withControlDependencies(each).noOp();
    message = tf.placeholder(TString.class);
    importEvent = ImportEvent.create(tf.scope(), writer, message);
    writeGraph = WriteGraphSummary.create(tf.scope(), writer, step, message);
    picture = tf.placeholder(TUint8.class);
    Operand<TUint8> black = tf.dtypes.cast(tf.constant(new int[] {0, 0, 0}), TUint8.class);
    writePicture =
        WriteImageSummary.create(
            tf.scope(),
            writer,
            step,
            tf.constant(imageTag),
            picture,
            black,
            WriteImageSummary.maxImages(1L));
    flush = FlushSummaryWriter.create(tf.scope(), writer);
    close = CloseSummaryWriter.create(tf.scope(), writer);
    session =
        new Session(
            graph,
            ConfigProto.newBuilder()
                .setUsePerSessionThreads(true)
                .setInterOpParallelismThreads(1)
                .setIntraOpParallelismThreads(1)
                .build());
    try {
      run(session.runner().addTarget(create));
    } catch (IOException | RuntimeException | Error e) {
      closeBoth();
      throw e;
    }
  }

  /**
   * Creates the next event file in a folder. What earlier files say of this step and of later ones
   * is out of date from here on, which TensorBoard learns from an event of its own.
   *
   * @param firstStep the first step that will be written
   */
  static EventFile create(
      Path directory, ImmutableList<String> tags, String imageTag, long firstStep)
      throws IOException {
    EventFile file = new EventFile(directory, tags, imageTag);
    try {
      file.write(
          file.importEvent,
          Event.newBuilder()
              .setWallTime(System.currentTimeMillis() / 1000.0)
              .setStep(firstStep)
              .setSessionLog(SessionLog.newBuilder().setStatus(SessionLog.SessionStatus.START))
              .build(),
          firstStep);
      file.flush();
      return file;
    } catch (IOException | RuntimeException | Error e) {
      file.closeBoth();
      throw e;
    }
  }

  /** Returns whether there was no event file in the folder before. */
  boolean isFirst() {
    return first;
  }

  /** Deletes the event files in a folder, of a run that starts over. */
  static void deleteAll(Path directory) throws IOException {
    for (Path file : files(directory)) {
      Files.delete(file);
    }
  }

  private static List<Path> files(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(directory)) {
      return all.filter(path -> path.getFileName().toString().startsWith(PREFIX)).toList();
    }
  }

  /**
   * Writes numbers.
   *
   * @param numbers one for each tag
   */
  void write(long at, Map<String, Double> numbers) throws IOException {
    float[] ordered = Floats.toArray(tags.stream().map(numbers::get).toList());
    try (TInt64 fed = TInt64.scalarOf(at);
        TFloat32 all = TFloat32.vectorOf(ordered)) {
      run(session.runner().feed(step, fed).feed(values, all).addTarget(scalars));
    }
  }

  /** Writes a picture, a batch of one: uint8 {@code [1, height, width, 3]}. */
  void write(long at, FilterGrid grid) throws IOException {
    try (TInt64 fed = TInt64.scalarOf(at);
        TUint8 pixels =
            TUint8.tensorOf(
                Shape.of(1, grid.height(), grid.width(), 3), DataBuffers.of(grid.pixels()))) {
      run(session.runner().feed(step, fed).feed(picture, pixels).addTarget(writePicture));
    }
  }

  /** Writes a graph. */
  void write(long at, GraphDef structure) throws IOException {
    write(writeGraph, structure, at);
  }

  private void write(Op target, MessageLite content, long at) throws IOException {
    try (TInt64 fed = TInt64.scalarOf(at);
        TString bytes = TString.tensorOfBytes(NdArrays.scalarOfObject(content.toByteArray()))) {
      run(session.runner().feed(step, fed).feed(message, bytes).addTarget(target));
    }
  }

  /** Writes what is held back. */
  void flush() throws IOException {
    run(session.runner().addTarget(flush));
  }

  private void run(Session.Runner runner) throws IOException {
    try {
      runner.run().close();
    } catch (TensorFlowException | IllegalArgumentException e) {
      throw new IOException(directory + " cannot be written: " + ErrorMessages.firstLine(e), e);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      run(session.runner().addTarget(close));
    } finally {
      closeBoth();
    }
  }

  private void closeBoth() {
    try {
      session.close();
    } finally {
      graph.close();
    }
  }
}
