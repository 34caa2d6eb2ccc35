package org.alexnet.graph.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.io.Resources;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.alexnet.common.RecordCodec;
import org.alexnet.graph.RandomSpecs;
import org.alexnet.graph.TestSpecs;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.proto.NetworkProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
        places.map(place -> network -> network.setLayers(place, Struct.getDefaultInstance())),
        places.map(place -> network -> network.getLayersBuilder(place).removeFields("kind")),
        places.map(
            place ->
                network ->
                    network
                        .getLayersBuilder(place)
                        .putFields("kind", text("max_pool"))
                        .putFields("name", text("odd"))),
        places.map(
            place ->
                network ->
                    network.setLayers(
                        place, RecordCodec.encode(new MaxPool("odd", 2, 1), Layer.class))));
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
  void aKindOfALaterVersionIsRefused() {
    NetworkProto.Builder network = PAPER.toBuilder();
    network.getLayersBuilder(2).putFields("kind", text("batch_norm"));

    assertRefused(
        network,
        "layer norm1.kind must be one of [conv, locally_connected, dense, local_response_norm, within_channel_lrn,"
            + " max_pool, average_pool, relu, tanh, sigmoid, dropout, low_resolution_conv], found \"batch_norm\"");
  }

  @Test
  void anAttributeThatIsMissingOrUnknownIsRefused() {
    // given
    NetworkProto.Builder without = PAPER.toBuilder();
    without.getLayersBuilder(3).removeFields("stride");
    NetworkProto.Builder with = PAPER.toBuilder();
    with.getLayersBuilder(3).putFields("dilation", number(2));
    NetworkProto.Builder nameless = PAPER.toBuilder();
    nameless.getLayersBuilder(3).removeFields("name");

    // then
    assertRefused(
        without, "layer pool1.stride is missing, found [kind, name, kernelSize, ceilMode]");
    assertRefused(
        with, "layer pool1 may have [kind, name, kernelSize, stride, ceilMode], found [dilation]");
    assertRefused(
        nameless,
        "layer without a name.name is missing, found [kind, kernelSize, stride, ceilMode]");
  }

  @Test
  void anAttributeOfAnotherTypeIsRefused() {
    // given
    NetworkProto.Builder fraction = PAPER.toBuilder();
    fraction.getLayersBuilder(0).putFields("stride", number(0.5));
    NetworkProto.Builder odd = PAPER.toBuilder();
    odd.getLayersBuilder(0).putFields("connectivity", text("half"));

    // then
    assertRefused(fraction, "layer conv1.stride must be a whole number of 32 bits, found 0.5");
    assertRefused(
        odd, "layer conv1.connectivity must be one of [GROUPED, CROSS_TOWER], found \"half\"");
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    // given
    NetworkProto.Builder stride = PAPER.toBuilder();
    stride.getLayersBuilder(0).putFields("stride", number(0));
    NetworkProto.Builder rate = PAPER.toBuilder();
    rate.getLayersBuilder(17).putFields("rate", text("NaN"));

    assertRefused(stride, "layer conv1: stride of conv1 must be 1 to 1000000, found 0");
    assertRefused(rate, "layer drop6: rate of drop6 must be at least 0 and below 1, found NaN");
  }

  /** JSON of protocol buffers reads -0.0 as 0.0 where it is a number. */
  @Test
  void everyDoubleComesBackFromJson() throws InvalidProtocolBufferException {
    for (double bias : new double[] {-0.0, 0.0, 0.1, 1e-300, -1.7e308, Double.MIN_VALUE}) {
      // given
      AlexNetSpec spec =
          Preset.PAPER
              .spec()
              .withLayers(
                  "biases",
                  layer ->
                      layer instanceof Weighted weighted
                          ? weighted.withInitializer(new Initializer(0.01, bias))
                          : layer);

      // when
      String json = JsonFormat.printer().print(SpecCodec.toProto(spec));
      NetworkProto.Builder read = NetworkProto.newBuilder();
      JsonFormat.parser().merge(json, read);

      // then
      assertThat(SpecCodec.fromProto(read.build())).isEqualTo(spec);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPresetComesBackFromJson(Preset preset) throws InvalidProtocolBufferException {
    NetworkProto.Builder read = NetworkProto.newBuilder();
    JsonFormat.parser().merge(JsonFormat.printer().print(SpecCodec.toProto(preset.spec())), read);

    assertThat(SpecCodec.fromProto(read.build())).isEqualTo(preset.spec());
  }

  private static Value text(String text) {
    return Value.newBuilder().setStringValue(text).build();
  }

  private static Value number(double number) {
    return Value.newBuilder().setNumberValue(number).build();
  }

  private static void assertRefused(NetworkProto.Builder network, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SpecCodec.fromProto(network.build()))
        .withMessage(message);
  }
}
