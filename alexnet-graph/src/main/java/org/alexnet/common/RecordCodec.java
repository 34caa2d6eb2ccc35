package org.alexnet.common;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.base.CaseFormat;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Sets;
import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Turns records into messages and back, component by component, so that a new kind of record needs
 * no message of its own.
 *
 * <p>A component may be an {@code int}, {@code long}, {@code double}, {@code boolean}, {@link
 * String} or enum, a record, a sealed interface whose kinds are records, an {@link ImmutableList}
 * of these or an {@link ImmutableMap} from strings to these. Where a sealed interface is declared
 * the message also has the attribute {@code kind}: {@code reduce_on_plateau} for {@code
 * ReduceOnPlateau}. Every {@code long}, and a {@code double} that JSON has no number for, is a
 * string. What is read must be exactly what would have been written: all attributes, no others.
 */
public final class RecordCodec {
  private static final String KIND = "kind";

  private RecordCodec() {}

  /**
   * Returns a record as a message.
   *
   * @param value the record
   * @param declared its class, or the sealed interface that {@link #decode} shall read it by
   */
  public static Struct encode(Object value, Class<?> declared) {
    Struct.Builder struct = Struct.newBuilder();
    if (declared.isInterface()) {
      struct.putFields(KIND, text(kindOf(value.getClass())));
    }
    for (RecordComponent component : componentsOf(value.getClass())) {
      struct.putFields(
          component.getName(), encodeAny(component(value, component), component.getGenericType()));
    }
    return struct.build();
  }

  /**
   * Returns the record that a message describes.
   *
   * @param struct the message
   * @param declared the record's class, or a sealed interface
   * @param path what the message is called in errors, in the manner of {@code recipe.schedule}
   * @throws IllegalArgumentException if it describes no valid record; the message names the path,
   *     the value and what is allowed
   */
  public static <T> T decode(Struct struct, Class<T> declared, String path) {
    Class<?> type = declared;
    Set<String> allowed = new LinkedHashSet<>();
    if (declared.isInterface()) {
      type = typeOf(declared, attribute(struct, KIND, path), path);
      allowed.add(KIND);
    }
    RecordComponent[] components = componentsOf(type);
    Arrays.stream(components).map(RecordComponent::getName).forEach(allowed::add);
    Set<String> unknown = Sets.difference(struct.getFieldsMap().keySet(), allowed);
    checkArgument(unknown.isEmpty(), "%s may have %s, found %s", path, allowed, unknown);
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      String name = components[i].getName();
      values[i] =
          decodeAny(
              attribute(struct, name, path), components[i].getGenericType(), path + "." + name);
    }
    return declared.cast(construct(type, components, values, path));
  }

  /** Returns the name of a kind: {@code reduce_on_plateau} for {@code ReduceOnPlateau}. */
  public static String kindOf(Class<?> type) {
    return CaseFormat.UPPER_CAMEL.to(CaseFormat.LOWER_UNDERSCORE, type.getSimpleName());
  }

  /**
   * Returns the records that implement a sealed interface, by the names of their kinds.
   *
   * @throws IllegalArgumentException if a kind is neither a record nor sealed
   */
  public static ImmutableMap<String, Class<?>> kinds(Class<?> sealed) {
    checkArgument(sealed.isSealed(), "%s must be sealed", sealed);
    ImmutableMap.Builder<String, Class<?>> kinds = ImmutableMap.builder();
    for (Class<?> kind : sealed.getPermittedSubclasses()) {
      if (kind.isRecord()) {
        kinds.put(kindOf(kind), kind);
      } else {
        kinds.putAll(kinds(kind));
      }
    }
    return kinds.buildKeepingLast(); // a record may be a kind of two permitted interfaces
  }

  private static Value encodeAny(Object value, Type declared) {
    Value.Builder encoded = Value.newBuilder();
    if (value instanceof Boolean bool) {
      return encoded.setBoolValue(bool).build();
    }
    if (value instanceof Integer || (value instanceof Double number && isPlain(number))) {
      return encoded.setNumberValue(((Number) value).doubleValue()).build();
    }
    if (value instanceof Enum<?> constant) {
      return text(constant.name());
    }
    if (value instanceof String || value instanceof Long || value instanceof Double) {
      return text(value.toString());
    }
    if (value instanceof Collection<?> list) {
      ListValue.Builder values = ListValue.newBuilder();
      list.forEach(element -> values.addValues(encodeAny(element, argument(declared, 0))));
      return encoded.setListValue(values).build();
    }
    if (value instanceof Map<?, ?> map) {
      Struct.Builder entries = Struct.newBuilder();
      map.forEach(
          (key, entry) -> entries.putFields((String) key, encodeAny(entry, argument(declared, 1))));
      return encoded.setStructValue(entries).build();
    }
    return encoded.setStructValue(encode(value, (Class<?>) declared)).build();
  }

  private static Object decodeAny(Value value, Type declared, String path) {
    if (declared == boolean.class || declared == Boolean.class) {
      require(value.hasBoolValue(), value, path, "true or false");
      return value.getBoolValue();
    }
    if (declared == int.class || declared == Integer.class) {
      int number = (int) value.getNumberValue();
      require(
          value.hasNumberValue() && isSame(number, value.getNumberValue()),
          value,
          path,
          "a whole number of 32 bits");
      return number;
    }
    if (declared == long.class || declared == Long.class) {
      return decodeLong(value, path);
    }
    if (declared == double.class || declared == Double.class) {
      return decodeDouble(value, path);
    }
    if (declared == String.class) {
      require(value.hasStringValue(), value, path, "a string");
      return value.getStringValue();
    }
    if (declared instanceof ParameterizedType generic) {
      return decodeCollection(value, generic, path);
    }
    Class<?> type = (Class<?>) declared;
    return type.isEnum() ? decodeEnum(value, type, path) : decode(struct(value, path), type, path);
  }

  private static Object decodeCollection(Value value, ParameterizedType declared, String path) {
    if (declared.getRawType() == ImmutableList.class) {
      require(value.hasListValue(), value, path, "a list");
      ImmutableList.Builder<Object> list = ImmutableList.builder();
      int index = 0;
      for (Value element : value.getListValue().getValuesList()) {
        list.add(decodeAny(element, argument(declared, 0), path + "[" + index++ + "]"));
      }
      return list.build();
    }
    ImmutableMap.Builder<String, Object> map = ImmutableMap.builder();
    struct(value, path)
        .getFieldsMap()
        .forEach(
            (key, entry) ->
                map.put(key, decodeAny(entry, argument(declared, 1), path + "." + key)));
    return map.buildOrThrow();
  }

  private static long decodeLong(Value value, String path) {
    try {
      long number = Long.parseLong(value.getStringValue());
      if (Long.toString(number).equals(value.getStringValue())) {
        return number;
      }
    } catch (NumberFormatException e) { // refused below
    }
    throw refused(value, path, "a whole number of 64 bits as a string");
  }

  private static double decodeDouble(Value value, String path) {
    if (value.hasNumberValue()) {
      return value.getNumberValue();
    }
    for (double odd : new double[] {-0.0, Double.NaN, 1 / 0.0, -1 / 0.0}) {
      if (value.getStringValue().equals(Double.toString(odd))) {
        return odd;
      }
    }
    throw refused(value, path, "a number");
  }

  private static Object decodeEnum(Value value, Class<?> type, String path) {
    for (Object constant : type.getEnumConstants()) {
      if (((Enum<?>) constant).name().equals(value.getStringValue())) {
        return constant;
      }
    }
    throw refused(value, path, "one of " + Arrays.toString(type.getEnumConstants()));
  }

  private static Class<?> typeOf(Class<?> sealed, Value kind, String path) {
    ImmutableMap<String, Class<?>> kinds = kinds(sealed);
    Class<?> type = kinds.get(kind.getStringValue());
    require(type != null, kind, path + "." + KIND, "one of " + kinds.keySet());
    return type;
  }

  private static Value attribute(Struct struct, String name, String path) {
    Value value = struct.getFieldsMap().get(name);
    checkArgument(
        value != null, "%s.%s is missing, found %s", path, name, struct.getFieldsMap().keySet());
    return value;
  }

  private static Struct struct(Value value, String path) {
    require(value.hasStructValue(), value, path, "an object with attributes");
    return value.getStructValue();
  }

  private static boolean isPlain(double number) {
    return Double.isFinite(number) && !isSame(number, -0.0);
  }

  private static boolean isSame(double one, double other) {
    return Double.compare(one, other) == 0;
  }

  private static Value text(String text) {
    return Value.newBuilder().setStringValue(text).build();
  }

  private static Type argument(Type declared, int index) {
    return ((ParameterizedType) declared).getActualTypeArguments()[index];
  }

  private static RecordComponent[] componentsOf(Class<?> type) {
    checkArgument(type.isRecord(), "%s must be a record or a sealed interface of records", type);
    return type.getRecordComponents();
  }

  private static Object component(Object value, RecordComponent component) {
    try {
      component.getAccessor().setAccessible(true); // the record may be private to its class
      return component.getAccessor().invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("every record shows its components: " + value, e);
    }
  }

  private static Object construct(
      Class<?> type, RecordComponent[] components, Object[] values, String path) {
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true); // the record may be private to its class
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(path + ": " + e.getCause().getMessage(), e);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("every record has its canonical constructor: " + type, e);
    }
  }

  private static void require(boolean holds, Value found, String path, String allowed) {
    if (!holds) {
      throw refused(found, path, allowed);
    }
  }

  private static IllegalArgumentException refused(Value found, String path, String allowed) {
    return new IllegalArgumentException(
        path + " must be " + allowed + ", found " + RecordCodec.describe(found));
  }

  private static Object describe(Value value) {
    return switch (value.getKindCase()) {
      case STRING_VALUE -> "\"" + value.getStringValue() + "\"";
      case NUMBER_VALUE -> value.getNumberValue();
      case BOOL_VALUE -> value.getBoolValue();
      case LIST_VALUE -> "a list";
      case STRUCT_VALUE -> "an object";
      case NULL_VALUE, KIND_NOT_SET -> "null";
    };
  }
}
