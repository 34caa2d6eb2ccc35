package org.alexnet.graph;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.spec.AlexNetSpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.GraphOperation;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** What was saved is read back and compared with what is in memory. */
class ReadBackTest {
  private static final AlexNetSpec SPEC = TestSpecs.narrowPaper(16);
  private static final Placement CPU = Placement.onOneDevice("/CPU:0", 2);

  @TempDir private Path folder;
  private Path prefix;
  private GraphSession<Operations> session;

  /** Changes one variable by one value and back. */
  private record Operations(TrainingStep step, Op zero, Op minusZero, Op noNumber) {}

  @BeforeEach
  void save() throws IOException {
    session =
        GraphSession.open(CPU, ReadBackTest::operations).initialized(ops -> ops.step.initialize());
    prefix = folder.resolve("tensors");
    session.run(session.operations().zero);
    session.files().save(prefix, folder);
  }

  @AfterEach
  void close() {
    session.close();
  }

  private static Operations operations(Ops tf) {
    TrainingStep step =
        new TrainingStep(
            tf,
            new PlacedNetwork(SPEC, CPU),
            Preset.PAPER.recipe().optimizer(),
            tf.placeholder(TFloat32.class),
            tf.placeholder(TInt32.class));
    return new Operations(
        step, filled(tf, step, 0f), filled(tf, step, -0f), filled(tf, step, Float.NaN));
  }

  private static Op filled(Ops tf, TrainingStep step, float value) {
    String name = "conv3/tower1/biases";
    GraphOperation read = (GraphOperation) step.parameters().get(name).op();
    return tf.assignVariableOp(
        read.input(0),
        tf.fill(tf.constant(step.parameters().get(name).shape()), tf.constant(value)));
  }

  @Test
  void whatIsOnTheDiskAsInMemoryIsKept() {
    assertThatCode(() -> session.files().requireSaved(prefix, folder)).doesNotThrowAnyException();
  }

  @Test
  void bitsAreComparedAndNotNumbers() throws IOException {
    session.run(session.operations().noNumber);
    session.files().save(prefix, folder);
    assertThatCode(() -> session.files().requireSaved(prefix, folder)).doesNotThrowAnyException();

    session.run(session.operations().zero);
    session.files().save(prefix, folder);
    session.run(session.operations().minusZero);
    assertThatThrownBy(() -> session.files().requireSaved(prefix, folder))
        .isInstanceOf(IOException.class)
        .hasMessage(
            folder
                + " cannot be kept: conv3/tower1/biases was read back with other bits than it was"
                + " written with; check the disk");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.3, 0.5, 0.9999})
  void aFlippedBitIsNoticed(double where) throws IOException {
    Path data = folder.resolve("tensors.data-00000-of-00002");
    byte[] bytes = Files.readAllBytes(data);
    bytes[(int) (where * bytes.length)] ^= 4;
    Files.write(data, bytes);

    assertThatThrownBy(() -> session.files().requireSaved(prefix, folder))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(folder + " cannot be read back: ");
  }

  @Test
  void aTruncatedFileIsNoticed() throws IOException {
    Path data = folder.resolve("tensors.data-00001-of-00002");
    byte[] bytes = Files.readAllBytes(data);
    Files.write(data, Arrays.copyOf(bytes, bytes.length - 1));

    assertThatThrownBy(() -> session.files().requireSaved(prefix, folder))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(folder + " cannot be read back: ");
  }
}
