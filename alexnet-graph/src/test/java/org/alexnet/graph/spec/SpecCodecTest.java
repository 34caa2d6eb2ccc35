package org.alexnet.graph.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.io.Resources;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.alexnet.graph.RandomSpecs;
import org.alexnet.graph.TestSpecs;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.proto.ConvProto;
import org.alexnet.graph.proto.LayerProto;
import org.alexnet.graph.proto.NetworkProto;
import org.junit.jupiter.api.Test;

/** Networks as messages and back. */
class SpecCodecTest {
  private static final NetworkProto PAPER = SpecCodec.toProto(Preset.PAPER.spec());

  @Provide
  Arbitrary<AlexNetSpec> specs() {
    return RandomSpecs.any();
  }

  @Property(tries = 300)
  void aNetworkComesBackFromItsBytes(@ForAll("specs") AlexNetSpec spec)
      throws InvalidProtocolBufferException {
    // when
    byte[] bytes = SpecCodec.toProto(spec).toByteArray();

    // then
    assertThat(SpecCodec.fromProto(NetworkProto.parseFrom(bytes))).isEqualTo(spec);
  }

  /** As manifests that are already written have it. */
  @Test
  void everyFieldHasTheNameThatItHasInManifests() throws IOException {
    NetworkProto.Builder written = NetworkProto.newBuilder();
    JsonFormat.parser()
        .merge(
            Resources.toString(
                Resources.getResource(SpecCodecTest.class, "every-kind.json"),
                StandardCharsets.UTF_8),
            written);

    assertThat(SpecCodec.fromProto(written.build())).isEqualTo(TestSpecs.everyKind());
    assertThat(SpecCodec.toProto(TestSpecs.everyKind())).isEqualTo(written.build());
  }

  @Provide
  Arbitrary<Consumer<NetworkProto.Builder>> damages() {
    Arbitrary<Integer> numbers = Arbitraries.integers();
    Arbitrary<Integer> places = Arbitraries.integers().between(0, PAPER.getLayersCount() - 1);
    return Arbitraries.oneOf(
        numbers.map(number -> network -> network.setImageSize(number)),
        numbers.map(number -> network -> network.setTowers(number)),
        places.map(place -> network -> network.removeLayers(place)),
        places.map(place -> network -> network.addLayers(network.getLayers(place))),
        places.map(place -> network -> network.setLayers(place, LayerProto.getDefaultInstance())),
        places.map(place -> network -> network.getLayersBuilder(place).clearKind()),
        places.map(
            place ->
                network ->
                    network
                        .getLayersBuilder(place)
                        .setName("odd")
                        .setConv(ConvProto.newBuilder().setKernels(2).setSize(3).setStride(1))));
  }

  @Property(tries = 300)
  void aDamagedMessageIsRefusedOrIsAnotherValidNetwork(
      @ForAll("damages") Consumer<NetworkProto.Builder> damage) {
    // given
    NetworkProto.Builder network = PAPER.toBuilder();
    damage.accept(network);

    // when
    try {
      AlexNetSpec spec = SpecCodec.fromProto(network.build());

      // then
      assertThat(SpecCodec.fromProto(SpecCodec.toProto(spec))).isEqualTo(spec);
    } catch (IllegalArgumentException refused) {
      assertThat(refused.getMessage()).isNotBlank();
    }
  }

  @Test
  void anEmptyMessageIsRefused() {
    assertRefused(NetworkProto.newBuilder(), "imageSize must be 1 to 65500, found 0");
  }

  @Test
  void aNetworkWithoutLayersIsRefused() {
    assertRefused(PAPER.toBuilder().clearLayers(), "layers must not be empty");
  }

  @Test
  void aLayerOfALaterVersionIsRefused() {
    // given
    NetworkProto.Builder network = PAPER.toBuilder();
    network.getLayersBuilder(2).clearKind();

    assertRefused(network, "layer norm1 has no kind that this version knows");
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    // given
    NetworkProto.Builder stride = PAPER.toBuilder();
    stride.getLayersBuilder(0).getConvBuilder().clearStride();
    NetworkProto.Builder rate = PAPER.toBuilder();
    rate.getLayersBuilder(17).getDropoutBuilder().setRate(Double.NaN);

    assertRefused(stride, "stride of conv1 must be 1 to 1000000, found 0");
    assertRefused(rate, "rate of drop6 must be at least 0 and below 1, found NaN");
  }

  private static void assertRefused(NetworkProto.Builder network, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SpecCodec.fromProto(network.build()))
        .withMessage(message);
  }
}
