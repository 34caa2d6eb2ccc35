package org.alexnet.graph.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.Dense;
import org.alexnet.graph.spec.FeatureMap;
import org.alexnet.graph.spec.Layer;
import org.alexnet.graph.spec.LowResolutionConv;
import org.alexnet.graph.spec.ParameterTable;
import org.alexnet.graph.spec.ShapeTrace;
import org.alexnet.graph.spec.SpecCodec;
import org.alexnet.graph.spec.WeightTransfer;
import org.alexnet.graph.spec.WeightTransfer.LayerPlan;
import org.alexnet.graph.spec.WeightTransfer.Outcome;
import org.alexnet.graph.spec.Weighted;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The networks of the runs, against numbers counted by hand from their configuration files. */
class RunNetworksTest {

  @ParameterizedTest
  @CsvSource({
    "145, 60965224",
    "145-135, 60965224",
    "145-2010, 60965224",
    "145-half, 59798312",
    "147, 60965224",
    "148, 60965224",
    "149, 60965224",
    "150, 60714408",
    "141, 61460456",
    "141-2009, 99087304", // 61460456 + 9184 classes x (4096 + 1)
    "141-2012-2009, 61460456",
    "141-2010-2009, 61460456",
    "146-2009, 99182152",
    "146-2011, 110605267",
    "146-2012-2011, 61555304",
    "146-2012-2009, 61555304",
    "18pct, 89578",
    "19pct, 89578",
    "conv-local-13pct, 1901386"
  })
  void haveTheirNumbersOfParameters(String run, long parameters) {
    AlexNetSpec spec = spec(run);

    assertThat(ParameterTable.of(spec).total()).isEqualTo(parameters);
    assertThat(SpecCodec.fromProto(SpecCodec.toProto(spec))).isEqualTo(spec);
  }

  @ParameterizedTest
  @CsvSource({
    "145-half, conv1, 17472",
    "145-half, conv2, 153728",
    "145-half, conv3, 221376",
    "145-half, conv4, 331968",
    "145-half, conv5, 442624",
    "150, conv2, 384320", // 2 towers of 160 x (48 x 5 x 5 + 1)
    "150, conv3, 553344", // 2 towers of 192 x (160 x 3 x 3 + 1)
    "150, fc6, 37756928", // 2 towers of 4096 x (4608 + 1)
    "150, fc7, 16781312", // 2 towers of 2048 x (4096 + 1)
    "150, fc8, 4097000",
    "141, conv1, 23296", // 64 x (11 x 11 x 3 + 1)
    "141, conv2, 205056", // 2 towers of 128 x (32 x 5 x 5 + 1)
    "141, lowres2, 19200", // 256 x 5 x 5 x 3; with conv2 224256
    "141, conv6, 590080",
    "141-2009, fc8, 41723848", // 10184 x 4097
    "146-2009, conv6, 590080",
    "146-2009, fc8, 41723848",
    "146-2011, bottleneck, 8390656",
    "146-2011, fc8, 44756307",
    "146-2012-2011, fc8, 4097000",
    "18pct, conv1, 2432",
    "18pct, conv2, 25632",
    "18pct, conv3, 51264",
    "18pct, fc10, 10250",
    "conv-local-13pct, conv1, 4864",
    "conv-local-13pct, conv2, 102464",
    "conv-local-13pct, local3, 1181696",
    "conv-local-13pct, local4, 591872",
    "conv-local-13pct, fc10, 20490"
  })
  void haveTheParametersOfTheirLayers(String run, String layer, long parameters) {
    assertThat(ParameterTable.of(spec(run)).countOf(layer)).isEqualTo(parameters);
  }

  @Test
  void poolingWithoutOverlapHasSidesOfItsOwn() {
    assertThat(sides("147", "conv1", "pool1", "conv2", "pool2", "conv3", "conv4", "conv5", "pool5"))
        .containsExactly(55, 28, 26, 13, 13, 13, 11, 6);
    assertThat(sides("145", "conv1", "pool1", "conv2", "pool2", "conv3", "conv4", "conv5", "pool5"))
        .containsExactly(55, 27, 27, 13, 13, 13, 13, 6);
  }

  @ParameterizedTest
  @ValueSource(strings = {"145-half", "148", "149", "150", "141", "146-2009", "146-2011"})
  void theOthersHaveTheSidesOf145(String run) {
    assertThat(sides(run, "conv1", "pool1", "conv2", "pool2", "conv3", "conv4", "conv5", "pool5"))
        .containsExactly(55, 27, 27, 13, 13, 13, 13, 6);
  }

  @Test
  void theLowResolutionImageHasAQuarterOfTheSide() {
    LowResolutionConv conv = (LowResolutionConv) layer("141", "lowres2");

    assertThat(conv.resolution().of(ShapeTrace.of(spec("141")).image()))
        .isEqualTo(new FeatureMap(56, 56, 3));
    assertThat(sides("141", "conv2", "lowres2", "conv6")).containsExactly(27, 27, 6);
    assertThat(names("141")).containsSubsequence("conv2", "lowres2", "relu2", "norm2");
    assertThat(conv)
        .hasToString(
            "LowResolutionConv[name=lowres2, resolution=LowResolution[kernelSize=9, std=4.0,"
                + " stride=4, first=2], kernelSize=5, stride=2, padding=Padding[near=0, far=1],"
                + " weightStd=0.01]");
  }

  @Test
  void theCifarNetworksHalveTheirSidesWithEachPooling() {
    assertThat(sides("18pct", "conv1", "pool1", "pool2", "pool3")).containsExactly(32, 16, 8, 4);
    assertThat(sides("conv-local-13pct", "pool1", "pool2", "local4")).containsExactly(16, 8, 8);
    assertThat(sides("19pct", "conv1", "pool1", "pool2", "pool3")).containsExactly(32, 16, 8, 4);
  }

  @Test
  void run145IsThePresetOfTheCode() {
    assertThat(spec("145")).isEqualTo(Preset.CUDA_CONVNET.spec()).isEqualTo(spec("145-2010"));
    assertThat(ReleasedRuns.named("145").recipe()).isEqualTo(Preset.CUDA_CONVNET.recipe());
    assertThat(ReleasedRuns.named("18pct").recipe()).isEqualTo(Preset.CIFAR10.recipe());
  }

  @Test
  void differFrom145InTheseLayers() {
    assertThat(descriptions("147", "pool1", "conv2", "pool2", "conv5", "pool5"))
        .containsExactly(
            "max-pool 2x2, stride 2, ceil mode",
            "256 filters 5x5, stride 1, pad 1",
            "max-pool 2x2, stride 2, ceil mode",
            "256 filters 3x3, stride 1",
            "max-pool 2x2, stride 2, ceil mode");
    assertThat(names("147")).isEqualTo(names("145"));
    assertThat(names("145"))
        .containsAll(List.of("norm1", "norm2", "mapnorm2"))
        .hasSize(names("148").size() + 3);
    assertThat(names("148")).doesNotContain("norm1", "norm2", "mapnorm2");
    assertThat(names("149")).containsSubsequence("conv5", "norm5", "pool5", "relu5");
    assertThat(descriptions("149", "norm5")).isEqualTo(descriptions("145", "norm1"));
    assertThat(names("146-2012-2009"))
        .containsSubsequence("relu5", "conv6", "relu_conv6", "fc6")
        .hasSize(names("145").size() + 2);
    assertThat(names("146-2011"))
        .as("linear")
        .containsSubsequence("drop7", "bottleneck", "fc8")
        .hasSize(names("146-2009").size() + 1);
    assertThat(names("19pct")).doesNotContain("mapnorm1", "mapnorm2").hasSize(10);
  }

  @Test
  void towersMeetInFc8AloneOrInConv6Too() {
    assertThat(crossTower("145")).containsExactly("conv3", "fc6", "fc7", "fc8");
    assertThat(crossTower("150")).containsExactly("fc8");
    assertThat(crossTower("146-2011"))
        .containsExactly("conv3", "conv6", "fc6", "fc7", "bottleneck", "fc8");
    assertThat(spec("145-half").towers()).isEqualTo(1);
    Dense bottleneck = (Dense) layer("146-2011", "bottleneck");
    assertThat(bottleneck.spread()).isEqualTo(Dense.Spread.OVER_TOWERS);
    assertThat(bottleneck.initializer().weightStd()).isEqualTo(0.01);
    ShapeTrace.Step classes = ShapeTrace.of(spec("146-2011")).logits();
    assertThat(classes.outputParts()).isEqualTo(2);
    assertThat(classes.outputChannels(0)).isEqualTo(10_921);
    assertThat(classes.outputChannels(1)).isEqualTo(10_922);
    assertThat(((Weighted) layer("146-2009", "conv6")).initializer().weightStd()).isEqualTo(0.03);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "141-2009",
        "141-2012-2009",
        "141-2010-2009",
        "146-2009",
        "146-2011",
        "146-2012-2011",
        "146-2012-2009"
      })
  void whatIsCopiedFits(String name) {
    // given
    ReleasedRun run = ReleasedRuns.named(name);
    InitializedFrom from = run.initializedFrom().orElseThrow();

    // when
    WeightTransfer transfer = WeightTransfer.between(spec(from.run()), run.spec());

    // then
    assertThat(transfer.layers())
        .filteredOn(plan -> plan.outcome() == Outcome.LOADED)
        .extracting(LayerPlan::layer)
        .containsAll(from.layers());
  }

  private static AlexNetSpec spec(String run) {
    return ReleasedRuns.named(run).spec();
  }

  private static List<Integer> sides(String run, String... layers) {
    ShapeTrace trace = ShapeTrace.of(spec(run));
    return ImmutableList.copyOf(layers).stream()
        .map(layer -> trace.step(layer).output().height())
        .toList();
  }

  private static List<String> names(String run) {
    return spec(run).layers().stream().map(Layer::name).toList();
  }

  private static List<String> crossTower(String run) {
    return spec(run).layers().stream().filter(Layer::isCrossTower).map(Layer::name).toList();
  }

  private static List<String> descriptions(String run, String... layers) {
    return ImmutableList.copyOf(layers).stream()
        .map(name -> layer(run, name).description())
        .toList();
  }

  private static Layer layer(String run, String name) {
    return spec(run).layers().stream()
        .filter(layer -> layer.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
