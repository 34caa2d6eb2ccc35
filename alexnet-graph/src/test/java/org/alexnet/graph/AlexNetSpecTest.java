package org.alexnet.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.alexnet.graph.Layer.Conv;
import org.alexnet.graph.Layer.Dense;
import org.alexnet.graph.Layer.Dropout;
import org.alexnet.graph.Layer.LocalResponseNorm;
import org.alexnet.graph.Layer.MaxPool;
import org.alexnet.graph.Layer.Reads;
import org.alexnet.graph.Layer.Relu;
import org.alexnet.graph.Layer.Spread;
import org.alexnet.graph.proto.NetworkProto;
import org.junit.jupiter.api.Test;

class AlexNetSpecTest {
  private static final AlexNetSpec PAPER = AlexNetSpec.paper();

  @Test
  void eachWithChangesOneThingOfACopy() {
    assertThat(PAPER.withClassCount(7).classCount()).isEqualTo(7);
    assertThat(ParameterTable.of(PAPER.withClassCount(7)).countOf("fc8")).isEqualTo(4097 * 7);
    assertThat(PAPER.withImageSize(67).imageSize()).isEqualTo(67);
    assertThat(ShapeTrace.of(PAPER.withImageSize(67)).step("pool5").output().height()).isEqualTo(1);
    assertThat(PAPER.withSeed(3).seed()).isEqualTo(3);
    assertThat(ShapeTrace.of(PAPER.withWidthDividedBy(4)).step("conv1").output().channels())
        .isEqualTo(24);
    assertThat(PAPER.withLayers(layer -> layer)).isEqualTo(PAPER).isEqualTo(AlexNetSpec.paper());
  }

  @Test
  void refusesImagesThatAreTooSmallForTheLayers() {
    assertThatThrownBy(() -> PAPER.withImageSize(66))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "imageSize 66 is too small: pool5 needs 3 rows, found 2; the smallest for the paper's"
                + " layers is 67");
  }

  @Test
  void refusesNumbersThatMakeNoSense() {
    assertRefused(() -> PAPER.withClassCount(1), "classCount must be at least 2, found 1");
    assertRefused(() -> PAPER.withWidthDividedBy(0), "divisor must be positive, found 0");
    assertRefused(
        () -> PAPER.withWidthDividedBy(7),
        "divisor must divide the 96 kernels or units of conv1, found 7");
    assertRefused(
        () -> new AlexNetSpec("x", 227, 5, 0, PAPER.layers()),
        "towers must divide the 96 kernels or units of conv1, found 5");
    assertRefused(
        () -> new AlexNetSpec("x", 227, 0, 0, PAPER.layers()), "towers must be positive, found 0");
    assertRefused(
        () -> new AlexNetSpec("x", 227, 2, 0, ImmutableList.of()), "layers must not be empty");
    assertRefused(
        () -> new AlexNetSpec("x", 227, 2, 0, ImmutableList.of(new Relu("relu"))),
        "the last layer must be dense, found relu");
    ImmutableList<Layer> twice =
        ImmutableList.<Layer>builder().addAll(PAPER.layers()).addAll(PAPER.layers()).build();
    assertRefused(() -> new AlexNetSpec("x", 227, 2, 0, twice), "two layers are named conv1");
  }

  @Test
  void refusesLayersThatMakeNoSense() {
    assertRefused(
        () -> new LocalResponseNorm("norm", 4, 1, 1, 1),
        "neighbours of norm must be a positive odd number, found 4");
    assertRefused(
        () -> new LocalResponseNorm("norm", 5, 0, 1, 1),
        "bias of norm must be positive, found 0.0");
    assertRefused(() -> new MaxPool("pool", 0, 1), "size of pool must be positive, found 0");
    assertRefused(
        () -> new Dropout("drop", 1), "rate of drop must be at least 0 and below 1, found 1.0");
    assertRefused(
        () -> new Relu("Bad name"),
        "name of a layer must be lower-case letters, digits and underscores, found Bad name");
    assertRefused(
        () -> new Dense("fc", 2, Reads.OWN_TOWER, Spread.FIRST_TOWER, Initialisation.PAPER),
        "fc lives in the first tower alone, so it must read all towers");
    assertRefused(
        () -> new Conv("c", 1, 3, 0, Padding.NONE, Reads.OWN_TOWER, Initialisation.PAPER),
        "stride of c must be positive, found 0");
  }

  @Test
  void refusesAHiddenLayerInTheFirstTowerAlone() {
    ImmutableList<Layer> layers =
        ImmutableList.of(
            new Dense("fc1", 4, Reads.ALL_TOWERS, Spread.FIRST_TOWER, Initialisation.PAPER),
            new Dense("fc2", 4, Reads.ALL_TOWERS, Spread.FIRST_TOWER, Initialisation.PAPER));

    assertRefused(
        () -> new AlexNetSpec("x", 8, 2, 0, layers),
        "fc1 lives in the first tower alone, which only the last layer can");
  }

  private static void assertRefused(Runnable making, String message) {
    assertThatThrownBy(making::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Property(tries = 100)
  void survivesItsManifest(
      @ForAll @IntRange(min = 67, max = 300) int imageSize,
      @ForAll @IntRange(min = 2, max = 2000) int classes,
      @ForAll long seed,
      @ForAll @IntRange(min = 0, max = 19) int other) {
    AlexNetSpec paper =
        AlexNetSpec.paper().withImageSize(imageSize).withClassCount(classes).withSeed(seed);
    AlexNetSpec small = ImmutableList.copyOf(SmallNetworks.all().values()).get(other);

    assertThat(SpecCodec.fromProto(SpecCodec.toProto(paper))).isEqualTo(paper);
    assertThat(SpecCodec.fromProto(SpecCodec.toProto(small))).isEqualTo(small);
  }

  @Test
  void refusesAManifestThatDescribesNoNetwork() {
    assertThatThrownBy(() -> SpecCodec.fromProto(NetworkProto.getDefaultInstance()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("imageSize must be positive, found 0");
    NetworkProto.Builder noKind = SpecCodec.toProto(PAPER).toBuilder();
    noKind.getLayersBuilder(3).clearKind();
    assertThatThrownBy(() -> SpecCodec.fromProto(noKind.build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("pool1");
  }
}
