package org.alexnet.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.alexnet.graph.device.Placement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.OS;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** Whether convolutions run in oneDNN's kernels, whatever the processor; see CpuSettings. */
@EnabledIfSystemProperty(named = "os.arch", matches = "amd64|x86_64")
@DisabledOnOs(OS.WINDOWS)
class OneDnnTest {

  @Test
  void isUsedByItself() throws Exception {
    assertThat(convolutionWith(Map.of())).contains("_MklNative");
  }

  @Test
  void isNotUsedIfTheEnvironmentSaysSo() throws Exception {
    assertThat(convolutionWith(Map.of("TF_ENABLE_ONEDNN_OPTS", "0")))
        .contains("Conv2D")
        .doesNotContain("_Mkl");
  }

  /** Returns how a process with this environment calls the convolution that it ran. */
  private static String convolutionWith(Map<String, String> environment) throws Exception {
    ProcessBuilder child =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
            "-cp",
            System.getProperty("java.class.path"),
            Convolution.class.getName());
    child.environment().remove("TF_ENABLE_ONEDNN_OPTS");
    child.environment().putAll(environment);
    Process process = child.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return printed;
  }

  /** The main of a process that runs a convolution and prints what ran. */
  static final class Convolution {
    private Convolution() {}

    public static void main(String[] args) throws IOException {
      try (GraphSession<Operand<TFloat32>> session =
              GraphSession.open(Placement.onOneDevice("/CPU:0", 1), Convolution::add);
          Result result = session.trace(runner -> runner.fetch(session.operations()))) {
        result.getMetadata().orElseThrow().getStepStats().getDevStatsList().stream()
            .flatMap(device -> device.getNodeStatsList().stream())
            .forEach(node -> System.out.println(node.getTimelineLabel()));
      }
    }

    private static Operand<TFloat32> add(Ops tf) {
      Operand<TFloat32> maps = random(tf, 1, 8, 8, 8);
      Operand<TFloat32> filters = random(tf, 3, 3, 8, 8);
      return tf.nn.conv2d(maps, filters, List.of(1L, 1L, 1L, 1L), "VALID");
    }

    /** A generator with a state: without one the convolution would be computed beforehand. */
    private static Operand<TFloat32> random(Ops tf, int... shape) {
      return tf.random.randomUniform(tf.constant(shape), TFloat32.class);
    }
  }
}
