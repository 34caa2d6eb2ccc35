package org.alexnet.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableMap;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.alexnet.graph.device.Cluster;
import org.alexnet.graph.optimizer.Biases;
import org.alexnet.graph.optimizer.Multipliers;
import org.alexnet.graph.optimizer.SgdMomentum;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.Connectivity;
import org.alexnet.graph.spec.Conv;
import org.alexnet.graph.spec.Dense;
import org.alexnet.graph.spec.Initializer;
import org.alexnet.graph.spec.Padding;
import org.junit.jupiter.api.Test;

/** What is made of a value with one component changed keeps all others. */
class ChangedCopiesTest {
  private static final Initializer ONE = new Initializer(0.1, 1);
  private static final Initializer OTHER = new Initializer(0.2, 2);

  @Test
  void aConvolutionKeepsTheRest() throws ReflectiveOperationException {
    assertThat(
            changedAlone(
                new Conv("a", 2, 3, 4, new Padding(5, 6), Connectivity.GROUPED, ONE),
                new Conv("b", 12, 13, 14, new Padding(15, 16), Connectivity.CROSS_TOWER, OTHER)))
        .containsExactly("filters", "connectivity", "initializer");
  }

  @Test
  void aDenseLayerKeepsTheRest() throws ReflectiveOperationException {
    Connectivity all = Connectivity.CROSS_TOWER;
    Connectivity grouped = Connectivity.GROUPED;
    Dense one = new Dense("a", 2, all, Dense.Spread.OVER_TOWERS, ONE);
    Dense other = new Dense("b", 3, grouped, Dense.Spread.OVER_TOWERS, OTHER);
    Dense inOneTower = new Dense("c", 4, all, Dense.Spread.FIRST_TOWER, ONE);

    assertThat(changedAlone(one, other)).containsExactly("units", "connectivity", "initializer");
    assertThat(inOneTower.withWidth(5).spread()).isEqualTo(Dense.Spread.FIRST_TOWER);
    assertThat(inOneTower.withConnectivity(all)).isEqualTo(inOneTower);
    assertThat(inOneTower.withInitializer(OTHER).spread()).isEqualTo(Dense.Spread.FIRST_TOWER);
  }

  @Test
  void aNetworkKeepsTheRest() throws ReflectiveOperationException {
    AlexNetSpec other = Preset.CIFAR10.spec().withSeed(-3).withImageSize(40);
    AlexNetSpec spec = TestSpecs.everyKind();

    assertThat(changedAlone(spec, other, "towers")).containsExactly("imageSize", "seed");
    assertThat(spec.withClassCount(6).withClassCount(10)).isEqualTo(spec);
  }

  @Test
  void aClusterKeepsTheRest() throws ReflectiveOperationException {
    assertThat(
            changedAlone(
                Cluster.of("a:1", "b:2"),
                Cluster.of("c:3", "d:4").withTimeout(Duration.ofSeconds(5))))
        .containsExactly("timeout");
  }

  @Test
  void anOptimizerKeepsTheRest() throws ReflectiveOperationException {
    Multipliers factors = new Multipliers(2, 3);
    SgdMomentum one =
        new SgdMomentum(0.1, 0.2, new Biases.Scaled(0.3, false), ImmutableMap.of("conv1", factors));

    assertThat(
            changedAlone(
                one, new SgdMomentum(0.5, 0.6, new Biases.Fixed(0.7, true), ImmutableMap.of())))
        .containsExactly("momentum", "weightDecay", "biases");
    assertThat(one.withLayer("conv2", new Multipliers(4, 5)))
        .isEqualTo(
            new SgdMomentum(
                0.1,
                0.2,
                new Biases.Scaled(0.3, false),
                ImmutableMap.of("conv1", factors, "conv2", new Multipliers(4, 5))));
    assertThat(one.withLayer("conv1", new Multipliers(4, 5)).layers())
        .isEqualTo(ImmutableMap.of("conv1", new Multipliers(4, 5)));
  }

  /**
   * Gives {@code one} each component of {@code other} for which there is a method, and checks what
   * comes of it.
   *
   * @return the components that can be changed
   */
  private static <R extends Record> List<String> changedAlone(R one, R other, String... notAlone)
      throws ReflectiveOperationException {
    List<String> changed = new ArrayList<>();
    for (RecordComponent component : one.getClass().getRecordComponents()) {
      String name = component.getName();
      String changes = Set.of("filters", "units").contains(name) ? "width" : name;
      String with = "with" + Ascii.toUpperCase(changes.charAt(0)) + changes.substring(1);
      for (Method method : one.getClass().getDeclaredMethods()) {
        if (method.getName().equals(with)
            && method.getParameterCount() == 1
            && !method.isBridge()
            && !List.of(notAlone).contains(name)) {
          changed.add(name);
          Object value = component.getAccessor().invoke(other);
          Object copy = method.invoke(one, value);
          for (RecordComponent each : one.getClass().getRecordComponents()) {
            Object kept = each.getAccessor().invoke(one);
            assertThat(each.getAccessor().invoke(other))
                .as("%s of the two values", each.getName())
                .isNotEqualTo(kept.equals(Dense.Spread.OVER_TOWERS) ? "" : kept);
            assertThat(each.getAccessor().invoke(copy))
                .as("%s after %s", each.getName(), with)
                .isEqualTo(each.getName().equals(name) ? value : kept);
          }
        }
      }
    }
    return changed;
  }
}
