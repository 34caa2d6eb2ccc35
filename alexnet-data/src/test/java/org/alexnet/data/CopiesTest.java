package org.alexnet.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.alexnet.data.Augmentation.PcaScale;
import org.alexnet.data.Preparation.BadImages;
import org.alexnet.data.image.Fit;
import org.alexnet.data.image.StoredFormat;
import org.alexnet.data.source.ClassFolders;
import org.alexnet.data.source.LabelMap;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every method {@code withX} changes x and nothing else. */
class CopiesTest {
  private static final PreparationListener LISTENER = (split, done, total) -> {};
  private static final ShardEngine ENGINE = (job, shards) -> {};

  static Stream<Named<Object>> originals() {
    ClassFolders folders =
        new ClassFolders(Path.of("images"), LabelMap.of(List.of("a", "b")), 0.3, 5);
    return Stream.of(
        Named.of("augmentation", new Augmentation(true, true, PcaScale.EIGENVALUE, 0.3)),
        Named.of(
            "no crops or flips", new Augmentation(false, false, PcaScale.STANDARD_DEVIATION, 0.4)),
        Named.of("folders", folders),
        Named.of(
            "preparation",
            Preparation.of(folders)
                .withImageSize(17)
                .withSeed(5)
                .withBadImages(BadImages.SKIP)
                .withListener((split, done, total) -> {})));
  }

  /** Values of which one at least differs from what is there. */
  private static List<?> values(Class<?> type) {
    if (type == boolean.class) {
      return List.of(true, false);
    }
    if (type == int.class) {
      return List.of(1, 2048);
    }
    if (type == long.class) {
      return List.of(-1L, Long.MAX_VALUE);
    }
    if (type == double.class) {
      return List.of(0.125, 0.875);
    }
    if (type == StoredFormat.class) {
      return List.of(StoredFormat.ofSize(17), StoredFormat.ofSize(17).withFit(Fit.PAD));
    }
    if (type == ShardEngine.class) {
      return List.of(ENGINE);
    }
    if (type == SkipBudget.class) {
      return List.of(SkipBudget.ofCount(1), SkipBudget.ofCount(2));
    }
    return type.isEnum() ? List.of(type.getEnumConstants()) : List.of(LISTENER);
  }

  @ParameterizedTest
  @MethodSource("originals")
  void changeTheirOwnComponentAlone(Object original) throws Exception {
    int methods = 0;
    for (Method method : original.getClass().getMethods()) {
      if (method.getName().startsWith("with") && !method.getName().equals("withImageSize")) {
        methods++;
        String name =
            Character.toLowerCase(method.getName().charAt(4)) + method.getName().substring(5);
        for (Object value : values(method.getParameterTypes()[0])) {
          Map<String, Object> expected = fields(original);
          assertThat(expected).containsKey(name);
          boolean isOptional = expected.get(name) instanceof Optional;
          expected.put(name, isOptional ? Optional.of(value) : value);

          assertThat(fields(method.invoke(original, value)))
              .as("%s(%s)", method.getName(), value)
              .isEqualTo(expected);
        }
      }
    }
    assertThat(methods).isBetween(2, 8);
  }

  private static Map<String, Object> fields(Object object) throws IllegalAccessException {
    Map<String, Object> values = new LinkedHashMap<>();
    for (Field field : new ArrayList<>(List.of(object.getClass().getDeclaredFields()))) {
      if (!Modifier.isStatic(field.getModifiers())) {
        field.setAccessible(true);
        Object value = field.get(object);
        if (value instanceof ShardOptions) {
          values.putAll(fields(value));
        } else {
          values.put(field.getName(), value);
        }
      }
    }
    return values;
  }
}
