package org.alexnet.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.alexnet.common.GraphOps;
import org.alexnet.graph.cluster.PeerLostException;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.spec.AlexNetSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.exceptions.TFOutOfRangeException;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TType;

/** A graph with its session. */
class GraphSessionTest {
  private static final Placement CPU = Placement.of("/CPU:0");

  @TempDir private Path folder;

  @Test
  void whatTheBuilderAddedIsRun() throws IOException {
    try (GraphSession<Operand<TInt32>> session =
            GraphSession.open(CPU, tf -> tf.math.add(tf.constant(3), tf.constant(4)));
        Result result = session.run(runner -> runner.fetch(session.operations()))) {
      assertThat(((TInt32) result.get(0)).getInt()).isEqualTo(7);
      assertThat(session.graph().toGraphDef().getNodeCount()).isEqualTo(3);
    }
  }

  @Test
  void theGraphIsClosedWithTheSession() throws IOException {
    Placement second = Placement.of("/CPU:1");
    GraphSession<Op> session =
        GraphSession.open(second, tf -> tf.withDevice(second.towerDevice(0)).constant(2f));
    session.run(session.operations());

    session.close();

    assertThatIllegalStateException().isThrownBy(() -> session.run(session.operations()));
    assertClosed(session.graph());
  }

  @Test
  void nothingStaysOpenIfTheBuilderFails() {
    AtomicReference<Graph> graph = new AtomicReference<>();

    assertThatIOException()
        .isThrownBy(
            () ->
                GraphSession.open(
                    CPU,
                    tf -> {
                      graph.set(graphOf(tf));
                      throw new IOException("no input");
                    }))
        .withMessage("no input");
    assertClosed(graph.get());
  }

  @Test
  void nothingStaysOpenIfTheFirstRunFails() throws IOException {
    GraphSession<Op> session = GraphSession.open(CPU, GraphSessionTest::failing);

    assertThatIllegalArgumentException().isThrownBy(() -> session.initialized(op -> op));
    assertClosed(session.graph());
  }

  @Test
  void nothingStaysOpenIfAPeerDoesNotAnswer() throws IOException {
    AtomicReference<Graph> graph = new AtomicReference<>();
    try (FakePeer peer = FakePeer.saying()) {
      Placement elsewhere = peer.cluster().placement("CPU:0");

      assertThatThrownBy(
              () ->
                  GraphSession.open(
                      elsewhere,
                      tf -> {
                        graph.set(graphOf(tf));
                        return graph;
                      }))
          .isInstanceOf(PeerLostException.class)
          .hasMessage(
              "task 1 at " + peer.cluster().tasks().get(1) + " does not answer; start its server");
    }
    assertClosed(graph.get());
  }

  @Test
  void aDeviceThatIsNotHereIsToldBeforeTheGraphIsBuilt() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                GraphSession.open(
                    Placement.of("/GPU:97"),
                    tf -> {
                      throw new AssertionError("built");
                    }))
        .withMessageStartingWith("there is no /GPU:97 here; found /CPU:0");
  }

  @Test
  void aFailureIsExplainedByWhoeverKnowsIt() throws IOException {
    List<RuntimeException> seen = new ArrayList<>();
    try (GraphSession<Op> session =
        GraphSession.open(
            CPU,
            error -> {
              seen.add(error);
              throw new IOException("the file is damaged", error);
            },
            GraphSessionTest::failing)) {
      assertThatIOException()
          .isThrownBy(() -> session.run(session.operations()))
          .withMessage("the file is damaged");
      assertThatIOException()
          .isThrownBy(() -> session.trace(runner -> runner.addTarget(session.operations())))
          .withMessage("the file is damaged");
    }
    assertThat(seen).hasSize(2).allMatch(error -> error.getMessage().contains("multiple of"));
  }

  @Test
  void theEndOfTheInputIsNoFailure() throws IOException {
    try (GraphSession<EmptyInput> session =
        GraphSession.open(
            CPU,
            error -> {
              throw new AssertionError("asked");
            },
            EmptyInput::add)) {
      session.run(session.operations().start);

      assertThatThrownBy(() -> session.run(session.operations().next))
          .isInstanceOf(TFOutOfRangeException.class);
    }
  }

  private record EmptyInput(Op start, Op next) {
    static EmptyInput add(Ops tf) {
      List<Class<? extends TType>> types = List.of(TInt64.class);
      List<Shape> shapes = List.of(Shape.scalar());
      var nothing =
          tf.data.rangeDataset(tf.constant(0L), tf.constant(0L), tf.constant(1L), types, shapes);
      var iterator = tf.data.iterator("", "", types, shapes);
      return new EmptyInput(
          tf.data.makeIterator(nothing, iterator),
          tf.data.iteratorGetNext(iterator, types, shapes));
    }
  }

  @Test
  void aFailureThatNobodyExplainsIsTensorFlows() throws IOException {
    try (GraphSession<Op> session = GraphSession.open(CPU, GraphSessionTest::failing)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> session.run(session.operations()))
          .withMessageContaining("multiple of");
    }
  }

  @Test
  void aFileIsNamedByTheSubjectWithTheFirstLineOfTheReason() throws IOException {
    AlexNetSpec spec = TestSpecs.narrowPaper(16);
    Path prefix = folder.resolve("tensors");
    Path file = Files.writeString(folder.resolve("file"), "");
    try (GraphSession<ForwardPass> session =
        GraphSession.open(
                CPU,
                tf ->
                    new ForwardPass(
                        tf,
                        PlacedNetwork.onOneDevice(spec, "/CPU:0"),
                        tf.placeholder(TFloat32.class)))
            .initialized(ForwardPass::initialize)) {
      assertThatIOException()
          .isThrownBy(() -> session.files().restore(prefix, folder))
          .withMessage(
              folder
                  + " cannot be restored: Unsuccessful TensorSliceReader constructor: Failed to"
                  + " find any matching files for "
                  + prefix);
      assertThatIOException()
          .isThrownBy(() -> session.files().save(file.resolve("tensors"), file))
          .withMessageStartingWith(file + " cannot be written: ");

      session.files().save(prefix, folder);
      session.files().restore(prefix, folder);
    }
  }

  @Test
  void aTraceRecordsWhatRan() throws IOException {
    try (GraphSession<Op> session =
            GraphSession.open(
                CPU, tf -> tf.withName("seven").math.add(tf.constant(3), tf.constant(4)));
        Result result = session.trace(runner -> runner.addTarget(session.operations()))) {
      assertThat(result.getMetadata().orElseThrow().getStepStats().getDevStatsList()).isNotEmpty();
    }
  }

  private static Graph graphOf(Ops tf) {
    return GraphOps.graphOf(tf);
  }

  /** A shape that is known only when it runs, and does not fit. */
  private static Op failing(Ops tf) {
    Operand<TInt32> shape = tf.placeholderWithDefault(tf.constant(new int[] {-1, 3}), Shape.of(2));
    return tf.reshape(tf.constant(new float[4]), shape);
  }

  private static void assertClosed(Graph graph) {
    assertThatIllegalStateException().isThrownBy(graph::toGraphDef);
  }
}
