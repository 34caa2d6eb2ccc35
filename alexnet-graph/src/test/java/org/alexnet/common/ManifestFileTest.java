package org.alexnet.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestFileTest {
  private static final ManifestFile SHELF = new ManifestFile("shelf.json", "shelf", 7, "saw it up");
  private static final Descriptor TYPE = type();

  @TempDir private Path folder;

  private static Descriptor type() {
    DescriptorProto message =
        DescriptorProto.newBuilder()
            .setName("Shelf")
            .addField(field("schema_version", 1, FieldDescriptorProto.Type.TYPE_INT32))
            .addField(field("text", 2, FieldDescriptorProto.Type.TYPE_STRING))
            .addField(field("number", 3, FieldDescriptorProto.Type.TYPE_DOUBLE))
            .addField(field("manifest_sha256", 4, FieldDescriptorProto.Type.TYPE_STRING))
            .build();
    FileDescriptorProto file =
        FileDescriptorProto.newBuilder()
            .setName("shelf.proto")
            .setSyntax("proto3")
            .addMessageType(message)
            .build();
    try {
      return Descriptors.FileDescriptor.buildFrom(file, new Descriptors.FileDescriptor[0])
          .findMessageTypeByName("Shelf");
    } catch (Descriptors.DescriptorValidationException e) {
      throw new AssertionError(e);
    }
  }

  private static FieldDescriptorProto field(
      String name, int number, FieldDescriptorProto.Type type) {
    return FieldDescriptorProto.newBuilder()
        .setName(name)
        .setNumber(number)
        .setType(type)
        .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL)
        .build();
  }

  private static DynamicMessage shelf(String text, double number) {
    return DynamicMessage.newBuilder(TYPE)
        .setField(TYPE.findFieldByName("text"), text)
        .setField(TYPE.findFieldByName("number"), number)
        .build();
  }

  private DynamicMessage read() throws IOException {
    return SHELF.read(folder, DynamicMessage.newBuilder(TYPE)).build();
  }

  private void readText(String json) throws IOException {
    written(json);
    read();
  }

  private Path written(String json) throws IOException {
    return Files.writeString(folder.resolve("shelf.json"), json);
  }

  /** The bytes of the message by hand: each field's tag and value, in the order of the numbers. */
  private static String hash(String text, double number) throws Exception {
    byte[] chars = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(13 + chars.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put((byte) (1 << 3)).put((byte) 7);
    bytes.put((byte) (2 << 3 | 2)).put((byte) chars.length).put(chars);
    bytes.put((byte) (3 << 3 | 1)).putDouble(number);
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
  }

  @Test
  void isJsonWithTheVersionAndTheHashOfItsMessage() throws Exception {
    assertThat(SHELF.json(shelf("käfer", 0.5)))
        .isEqualTo(
            """
            {
              "schemaVersion": 7,
              "text": "käfer",
              "number": 0.5,
              "manifestSha256": "%s"
            }
            """
                .formatted(hash("käfer", 0.5)));
  }

  @Test
  void zerosAreWrittenToo() {
    assertThat(SHELF.json(shelf("", 0))).contains("\"text\": \"\"", "\"number\": 0.0");
  }

  @Test
  void whatIsWrittenIsReadAgain() throws IOException {
    for (double number : new double[] {0.1, 0, -0.0, 1e300}) {
      SHELF.write(folder, shelf("käfer", number));

      DynamicMessage found = read();

      assertThat(found.getField(TYPE.findFieldByName("text"))).isEqualTo("käfer");
      assertThat((double) found.getField(TYPE.findFieldByName("number")) + 0.0)
          .isEqualTo(number + 0.0);
      assertThat(folder.resolve("shelf.json")).content().isEqualTo(SHELF.json(found));
    }
    try (var entries = Files.list(folder)) {
      assertThat(entries).containsExactly(folder.resolve("shelf.json"));
    }
  }

  @Test
  void whiteSpaceDoesNotCountAndEverythingElseDoes() throws IOException {
    String json = SHELF.json(shelf("oak", 2));

    written(json.replace("\n", " \n\n"));
    assertThat(read().getField(TYPE.findFieldByName("text"))).isEqualTo("oak");

    for (String changed :
        new String[] {
          json.replace("oak", "fir"),
          json.replace("2.0", "2.5"),
          json.replaceFirst("(manifestSha256\": \")..", "$1zz"),
          json.replaceFirst(",\\s*\"manifestSha256.*", "\n}")
        }) {
      Path file = written(changed);
      assertThatThrownBy(this::read)
          .isInstanceOf(IOException.class)
          .hasMessage(
              file
                  + " is not the manifest of a shelf, or it is damaged: what it says does not match"
                  + " its own hash");
    }
  }

  @Test
  void saysWhatItCannotRead() throws IOException {
    Path file = folder.resolve("shelf.json");
    String damaged = file + " is not the manifest of a shelf, or it is damaged: ";
    assertThatThrownBy(this::read)
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(file + " is missing, so its folder is not a shelf");

    Files.write(file, new byte[] {'{', '"', (byte) 0xe4, '"', '}'});
    assertThatThrownBy(this::read).hasMessage(damaged + "it is not text in UTF-8");

    String json = SHELF.json(shelf("oak", 2));
    written(json.replace("\"text\"", "\"title\""));
    assertThatThrownBy(this::read)
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(damaged)
        .hasMessageContaining("title");

    Map<String, String> reasons =
        Map.of(
            "", "it is empty",
            " \n", "it is empty",
            "no JSON", "it is no JSON object",
            "null", "it is no JSON object",
            "[]", "it is no JSON object",
            "{", "it ends too early",
            "{\"text\": ", "it ends too early",
            "{\"te", "it is not JSON at line 1 column 5",
            "{\n  \"text\" \"oak\"}", "it is not JSON at line 2 column 11",
            "{\"number\": 1e99999}", "Out of range double value: 1e99999");
    reasons.forEach(
        (text, reason) ->
            assertThatThrownBy(() -> readText(text))
                .as(text)
                .isInstanceOf(IOException.class)
                .hasMessage(damaged + reason));
  }

  @Test
  void saysWhatToDoWithAnotherVersionEvenIfItHasOtherFields() throws IOException {
    String json = SHELF.json(shelf("oak", 2));
    for (int version : new int[] {6, 8}) {
      Path file =
          written(
              json.replace("\"schemaVersion\": 7", "\"new\": 1, \"schemaVersion\": " + version));
      assertThatThrownBy(this::read)
          .isInstanceOf(IOException.class)
          .hasMessage(
              file
                  + " has schema version "
                  + version
                  + "; this library reads version 7: saw it up");
    }
  }

  @Test
  void isInAFolderOnlyAsAFileOfItsName() throws IOException {
    assertThat(SHELF.isIn(folder)).isFalse();
    Files.createDirectory(folder.resolve("shelf.json"));
    assertThat(SHELF.isIn(folder)).isFalse();
    Files.delete(folder.resolve("shelf.json"));
    Files.writeString(folder.resolve("other.json"), "{}");
    assertThat(SHELF.isIn(folder)).isFalse();
    written("");
    assertThat(SHELF.isIn(folder)).isTrue();
  }
}
