package org.alexnet.graph.preset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.Connectivity;
import org.alexnet.graph.spec.FeatureMap;
import org.alexnet.graph.spec.LocalResponseNorm;
import org.alexnet.graph.spec.ParameterTable;
import org.alexnet.graph.spec.ShapeTrace;
import org.alexnet.graph.spec.SpecCodec;
import org.alexnet.graph.spec.WithinChannelLrn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The networks by name, against published numbers. */
class PresetTest {

  @Test
  void networksHaveTheNamesOfTheirPresets() {
    assertThat(Preset.values())
        .extracting(preset -> preset.spec().name())
        .containsExactly("paper", "cuda-convnet", "caffe", "cifar10");
    assertThat(Preset.values()).allMatch(preset -> preset.toString().equals(preset.spec().name()));
  }

  @ParameterizedTest
  @EnumSource
  void presetsSurviveTheirMessages(Preset preset) {
    assertThat(SpecCodec.fromProto(SpecCodec.toProto(preset.spec()))).isEqualTo(preset.spec());
    preset.recipe().optimizer().requireFits(preset.spec());
  }

  @ParameterizedTest
  @EnumSource(names = {"PAPER", "CUDA_CONVNET", "CAFFE"})
  void everyAlexNetHasThePublishedNumberOfParameters(Preset preset) {
    assertThat(ParameterTable.of(preset.spec()).total()).isEqualTo(60_965_224);
  }

  /** Of bvlc_alexnet's blobs, as Caffe prints them for one image: channels, rows. */
  @ParameterizedTest
  @CsvSource({
    "conv1, 96, 55", "norm1, 96, 55", "pool1, 96, 27", "conv2, 256, 27", "norm2, 256, 27",
    "pool2, 256, 13", "conv3, 384, 13", "conv4, 384, 13", "conv5, 256, 13", "pool5, 256, 6",
    "fc6, 4096, 1", "fc7, 4096, 1", "fc8, 1000, 1"
  })
  void shapesOfCaffeAreThoseOfItsBlobs(String layer, int channels, int rows) {
    assertThat(ShapeTrace.of(Preset.CAFFE.spec()).step(layer).output())
        .isEqualTo(new FeatureMap(rows, rows, channels, layer.startsWith("fc")));
  }

  @Test
  void thePaddingOfTheCodeGivesTheRowsOfTheFigure() {
    ShapeTrace code = ShapeTrace.of(Preset.CUDA_CONVNET.spec());

    assertThat(code.step("conv1").input().height()).isEqualTo(224);
    assertThat(code.step("conv1").output().height()).isEqualTo(55);
    assertThat(code.step("pool5").output()).hasToString("6x6x256");
  }

  @Test
  void theCifarNetworkHasTheSizesOfItsPoolsInCeilMode() {
    ShapeTrace cifar10 = ShapeTrace.of(Preset.CIFAR10.spec());

    assertThat(List.of("pool1", "pool2", "pool3"))
        .extracting(pool -> cifar10.step(pool).output().height())
        .containsExactly(16, 8, 4);
    assertThat(ParameterTable.of(Preset.CIFAR10.spec()).parameters())
        .filteredOn(parameter -> parameter.kind() == ParameterTable.Kind.WEIGHTS)
        .extracting(parameter -> parameter.initializer().weightStd())
        .containsExactly(0.0001, 0.01, 0.01, 0.01);
    assertThat(ParameterTable.of(Preset.CIFAR10.spec()).countOf("fc10")).isEqualTo(1024 * 10 + 10);
  }

  @Test
  void normalizationIsThatOfEachSource() {
    assertThat(norm(Preset.PAPER.spec()))
        .isEqualTo(new LocalResponseNorm("norm1", 5, 2, 1e-4, 0.75));
    assertThat(norm(Preset.CUDA_CONVNET.spec()).k()).isEqualTo(2);
    assertThat(norm(Preset.CUDA_CONVNET.spec()).alpha()).isCloseTo(2e-5, within(1e-20));
    assertThat(norm(Preset.CAFFE.spec()).k()).isEqualTo(1);
    assertThat(norm(Preset.CAFFE.spec()).alpha()).isCloseTo(2e-5, within(1e-20));
    assertThat(norm(Preset.CAFFE.spec()).connectivity()).isEqualTo(Connectivity.CROSS_TOWER);
    assertThat(Preset.CUDA_CONVNET.spec().layers())
        .contains(new WithinChannelLrn("mapnorm2", 5, 1, 4e-5, 0.75));
  }

  private static LocalResponseNorm norm(AlexNetSpec spec) {
    return (LocalResponseNorm) ShapeTrace.of(spec).step("norm1").layer();
  }
}
