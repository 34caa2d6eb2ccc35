package org.alexnet.common;

import com.google.common.base.Throwables;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file by which a folder describes itself: a message as JSON, with the version of its schema
 * and a hash of all that it says.
 *
 * <p>The message has the fields {@code int32 schema_version} and {@code string manifest_sha256}.
 * The hash is SHA-256 of the message's deterministic serialization without that field: white space
 * does not count, everything else does.
 *
 * @param name the file's name
 * @param describes what the folder is, {@code data set} for example
 * @param schemaVersion the version that this library writes and reads
 * @param remedy what to do with a folder of another version
 */
public record ManifestFile(String name, String describes, int schemaVersion, String remedy) {
  private static final String VERSION = "schema_version";
  private static final String HASH = "manifest_sha256";

  /** Where something is, as Gson says it. */
  private static final Pattern PLACE = Pattern.compile("at line \\d+ column \\d+");

  /**
   * Returns a message as JSON that ends in a line feed, with the version and the hash filled in;
   * fields of value 0 are written too.
   *
   * @param message everything but the version and the hash
   */
  public String json(Message message) {
    Message versioned = with(message, VERSION, schemaVersion);
    try {
      Message.Builder readBack = message.newBuilderForType();
      JsonFormat.parser().merge(print(versioned), readBack); // JSON knows no -0.0
      return print(with(readBack.build(), HASH, hash(readBack.build()))) + "\n";
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError("only messages with unknown types fail: " + message, e);
    }
  }

  private static String print(Message message) throws InvalidProtocolBufferException {
    return JsonFormat.printer().includingDefaultValueFields().print(message);
  }

  /**
   * Reads the manifest in a folder.
   *
   * @param message an empty builder, which is filled
   * @return the builder
   * @throws IOException if the file is missing, has another version, or is not as it was written
   */
  public <B extends Message.Builder> B read(Path folder, B message) throws IOException {
    Path file = folder.resolve(name);
    String text = text(file);
    int version = version(file, text, message.build().newBuilderForType());
    if (version != schemaVersion) {
      throw new IOException(
          file
              + " has schema version "
              + version
              + "; this library reads version "
              + schemaVersion
              + ": "
              + remedy);
    }
    merge(JsonFormat.parser(), file, text, message);
    if (!hash(message.build()).equals(message.getField(field(message, HASH)))) {
      throw damaged(file, "what it says does not match its own hash", null);
    }
    return message;
  }

  private String text(Path file) throws IOException {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new NoSuchFileException(file + " is missing, so its folder is not a " + describes);
    } catch (CharacterCodingException e) {
      throw damaged(file, "it is not text in UTF-8", e);
    }
  }

  /** Returns a later version may have fields that this one does not know. */
  private int version(Path file, String text, Message.Builder message) throws IOException {
    merge(JsonFormat.parser().ignoringUnknownFields(), file, text, message);
    return (int) message.getField(field(message, VERSION));
  }

  private void merge(JsonFormat.Parser parser, Path file, String text, Message.Builder message)
      throws IOException {
    try {
      parser.merge(text, message);
    } catch (InvalidProtocolBufferException | RuntimeException e) { // numbers of odd forms
      throw damaged(file, reason(text, e), e);
    }
  }

  /** Returns why a text cannot be read, without the names of the classes that read it. */
  private static String reason(String text, Exception e) {
    if (text.isBlank()) {
      return "it is empty";
    }
    if (!text.stripLeading().startsWith("{")) {
      return "it is no JSON object";
    }
    List<Throwable> causes = Throwables.getCausalChain(e);
    if (causes.stream().anyMatch(EOFException.class::isInstance)) {
      return "it ends too early";
    }
    String reason = ErrorMessages.firstLine(e);
    if (causes.stream().anyMatch(cause -> cause.getClass().getName().contains(".gson."))) {
      Matcher place = PLACE.matcher(reason);
      return "it is not JSON" + (place.find() ? " " + place.group() : "");
    }
    return reason;
  }

  private IOException damaged(Path file, String reason, Exception cause) {
    return new IOException(
        file + " is not the manifest of a " + describes + ", or it is damaged: " + reason, cause);
  }

  /**
   * Returns the error of a manifest that was read and whose values cannot be.
   *
   * @param folder the folder it is in
   * @param cause says which value
   */
  public IOException invalid(Path folder, IllegalArgumentException cause) {
    return new IOException(
        folder.resolve(name) + " is not the manifest of a " + describes + ": " + cause.getMessage(),
        cause);
  }

  private static String hash(Message message) {
    Message bare = message.toBuilder().clearField(field(message.toBuilder(), HASH)).build();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.useDeterministicSerialization();
    try {
      bare.writeTo(out);
      out.flush();
    } catch (IOException e) {
      throw new AssertionError("an array takes everything", e);
    }
    return Hashes.sha256(bytes.toByteArray());
  }

  private static Message with(Message message, String field, Object value) {
    Message.Builder builder = message.toBuilder();
    return builder.setField(field(builder, field), value).build();
  }

  private static FieldDescriptor field(Message.Builder message, String name) {
    return message.getDescriptorForType().findFieldByName(name);
  }

  /** Returns whether there is a manifest of this name in a folder. */
  public boolean isIn(Path folder) {
    return Files.isRegularFile(folder.resolve(name));
  }

  /** Replaces the manifest in a folder as a whole, or not at all. */
  public void write(Path folder, Message message) throws IOException {
    AtomicFile.write(folder.resolve(name), json(message));
  }
}
