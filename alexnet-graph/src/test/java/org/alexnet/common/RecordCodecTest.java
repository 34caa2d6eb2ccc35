package org.alexnet.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.util.JsonFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RecordCodecTest {
  private enum Color {
    RED,
    DARK_BLUE
  }

  private sealed interface Shape permits Round, Many {}

  private sealed interface Many extends Shape permits SideBySide {}

  private record Round(double radius) implements Shape {
    Round {
      Preconditions.checkArgument(radius >= 0, "radius must not be negative, found %s", radius);
    }
  }

  private record SideBySide(ImmutableList<Shape> shapes) implements Many {}

  private record Point(int x, double y) {}

  private record All(
      int count,
      long seed,
      double number,
      boolean yes,
      String name,
      Color color,
      Point point,
      Shape shape,
      ImmutableList<Integer> numbers,
      ImmutableMap<String, Point> points) {}

  private static final All ALL =
      new All(
          3,
          5,
          0.25,
          true,
          "a",
          Color.DARK_BLUE,
          new Point(1, 2),
          new SideBySide(ImmutableList.of(new Round(1), new SideBySide(ImmutableList.of()))),
          ImmutableList.of(7, 8),
          ImmutableMap.of("p", new Point(0, 0)));

  private static Struct json(String json) {
    Struct.Builder struct = Struct.newBuilder();
    try {
      JsonFormat.parser().merge(json.replace('\'', '"'), struct);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(json, e);
    }
    return struct.build();
  }

  private static <T> T throughJson(T value, Class<T> declared) throws Exception {
    return RecordCodec.decode(
        json(JsonFormat.printer().print(RecordCodec.encode(value, declared))), declared, "it");
  }

  @Test
  void writesEveryComponentByItsNameAndKindsInLowerSnakeCase() {
    assertThat(RecordCodec.encode(ALL, All.class))
        .isEqualTo(
            json(
                "{'count': 3, 'seed': '5', 'number': 0.25, 'yes': true, 'name': 'a',"
                    + " 'color': 'DARK_BLUE', 'point': {'x': 1, 'y': 2},"
                    + " 'shape': {'kind': 'side_by_side', 'shapes': ["
                    + "   {'kind': 'round', 'radius': 1},"
                    + "   {'kind': 'side_by_side', 'shapes': []}]},"
                    + " 'numbers': [7, 8], 'points': {'p': {'x': 0, 'y': 0}}}"));
  }

  @Test
  void readsWhatItWroteThroughJson() throws Exception {
    assertThat(throughJson(ALL, All.class)).isEqualTo(ALL);
    assertThat(throughJson(new Round(2), Shape.class)).isEqualTo(new Round(2));
  }

  @Property
  void numbersAreExactThroughJson(@ForAll int count, @ForAll long seed, @ForAll double number)
      throws Exception {
    record Numbers(int count, long seed, double number) {}
    Numbers numbers = new Numbers(count, seed, number);
    assertThat(throughJson(numbers, Numbers.class)).isEqualTo(numbers);
  }

  @Test
  void oddNumbersAreExactThroughJson() throws Exception {
    record Odd(ImmutableList<Double> doubles, ImmutableList<Long> longs) {}
    Odd odd =
        new Odd(
            ImmutableList.of(
                -0.0, 0.0, Double.NaN, 1 / 0.0, -1 / 0.0, Double.MIN_VALUE, 1.7e308, 1 / 0.004),
            ImmutableList.of(Long.MIN_VALUE, Long.MAX_VALUE, (1L << 53) + 1));
    assertThat(throughJson(odd, Odd.class)).isEqualTo(odd);
  }

  @Test
  void refusesWhatItDoesNotKnowNamingPathValueAndWhatIsAllowed() {
    refuses("{'kind': 'oval'}", "shape.kind must be one of [round, side_by_side], found \"oval\"");
    refuses("{'radius': 1}", "shape.kind is missing, found [radius]");
    refuses("{'kind': 'round'}", "shape.radius is missing, found [kind]");
    refuses(
        "{'kind': 'round', 'radius': 1, 'side': 2}", "shape may have [kind, radius], found [side]");
    refuses("{'kind': 'round', 'radius': true}", "shape.radius must be a number, found true");
    refuses("{'kind': 'round', 'radius': '1'}", "shape.radius must be a number, found \"1\"");
    refuses("{'kind': 'round', 'radius': null}", "shape.radius must be a number, found null");
    refuses("{'kind': 'side_by_side', 'shapes': 1}", "shape.shapes must be a list, found 1.0");
    refuses(
        "{'kind': 'side_by_side', 'shapes': [{'kind': 'round', 'radius': 1}, 'x']}",
        "shape.shapes[1] must be an object with attributes, found \"x\"");
    refuses(
        "{'kind': 'side_by_side', 'shapes': [{'kind': 'round', 'radius': -1}]}",
        "shape.shapes[0]: radius must not be negative, found -1.0");
  }

  @Test
  void refusesValuesOfAnotherType() {
    for (String one :
        new String[] {
          "x, 1.5, shape.x must be a whole number of 32 bits, found 1.5",
          "x, 2147483648, shape.x must be a whole number of 32 bits, found 2.147483648E9",
          "x, '1', shape.x must be a whole number of 32 bits, found \"1\"",
          "seed, 1, shape.seed must be a whole number of 64 bits as a string, found 1.0",
          "seed, '+1', shape.seed must be a whole number of 64 bits as a string, found \"+1\"",
          "seed, 'x', shape.seed must be a whole number of 64 bits as a string, found \"x\"",
          "yes, 'true', shape.yes must be true or false, found \"true\"",
          "name, 1, shape.name must be a string, found 1.0",
          "color, 'GREEN', shape.color must be one of [RED, DARK_BLUE], found \"GREEN\"",
          "points, [], shape.points must be an object with attributes, found a list",
          "points, {'p': {}}, shape.points.p.x is missing, found []"
        }) {
      String[] parts = one.split(", ", 3);
      Struct.Builder struct =
          RecordCodec.encode(new Some(1, 1, true, "", Color.RED), Some.class).toBuilder();
      struct.putAllFields(json("{'" + parts[0] + "': " + parts[1] + "}").getFieldsMap());
      assertThatThrownBy(() -> RecordCodec.decode(struct.build(), Some.class, "shape"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(parts[2]);
    }
  }

  private record Some(
      int x, long seed, boolean yes, String name, Color color, ImmutableMap<String, Point> points) {
    Some(int x, long seed, boolean yes, String name, Color color) {
      this(x, seed, yes, name, color, ImmutableMap.of());
    }
  }

  private static void refuses(String json, String message) {
    assertThatThrownBy(() -> RecordCodec.decode(json(json), Shape.class, "shape"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
