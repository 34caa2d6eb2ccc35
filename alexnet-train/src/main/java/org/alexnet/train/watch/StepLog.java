package org.alexnet.train.watch;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The file {@code steps.jsonl}: a JSON object in each line. Lines are only ever added, and those
 * that a run wrote after the checkpoint from which it is resumed are cut off first, so that the
 * series is that of an unbroken run.
 */
final class StepLog implements AutoCloseable {
  static final String NAME = "steps.jsonl";
  static final String CHECKPOINT = "checkpoint";

  private static final Gson GSON =
      new GsonBuilder()
          .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
          .disableHtmlEscaping()
          .create();

  private final FileChannel channel;
  private final WatchState state;

  private StepLog(FileChannel channel, WatchState state) {
    this.channel = channel;
    this.state = state;
  }

  /**
   * Opens the file and cuts off what is not of the run so far.
   *
   * @param file its path; it need not exist
   * @param step steps that were made
   * @param epochs epochs that were evaluated
   */
  static StepLog open(Path file, long step, int epochs) throws IOException {
    Kept kept = step > 0 && Files.exists(file) ? kept(file, step, epochs) : Kept.NOTHING;
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      channel.truncate(kept.bytes);
      channel.position(kept.bytes);
      return new StepLog(channel, kept.state);
    } catch (IOException | RuntimeException | Error e) {
      channel.close();
      throw e;
    }
  }

  /** How much of a file stays, and the state in the last line about the checkpoint. */
  private record Kept(long bytes, WatchState state) {
    static final Kept NOTHING = new Kept(0, WatchState.NONE);
  }

  private static Kept kept(Path file, long step, int epochs) throws IOException {
    long bytes = 0;
    WatchState state = WatchState.NONE;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      for (Optional<String> line = line(in); line.isPresent(); line = line(in)) {
        Optional<JsonObject> parsed = parse(line.get());
        if (parsed.isEmpty() || !isOfRun(parsed.get(), step, epochs)) {
          break;
        }
        bytes += line.get().getBytes(StandardCharsets.UTF_8).length + 1;
        if (parsed.get().has("state") && parsed.get().get("step").getAsLong() == step) {
          state = GSON.fromJson(parsed.get().get("state"), WatchState.class);
        }
      }
    }
    return new Kept(bytes, state);
  }

  /** Reads a line; one that a kill has left without its end is none. */
  private static Optional<String> line(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int next = in.read(); next >= 0; next = in.read()) {
      if (next == '\n') {
        return Optional.of(bytes.toString(StandardCharsets.UTF_8));
      }
      bytes.write(next);
    }
    return Optional.empty();
  }

  private static Optional<JsonObject> parse(String line) {
    try {
      JsonObject parsed = JsonParser.parseString(line).getAsJsonObject();
      return parsed.has("kind") && parsed.has("step") ? Optional.of(parsed) : Optional.empty();
    } catch (JsonParseException | IllegalStateException noObject) {
      return Optional.empty();
    }
  }

  /** An epoch may be evaluated and the run killed before its checkpoint says so. */
  private static boolean isOfRun(JsonObject line, long step, int epochs) {
    return line.get("step").getAsLong() <= step
        && (!line.get("kind").getAsString().equals("epoch")
            || line.get("epoch").getAsInt() <= epochs);
  }

  /** Returns what the next line depends on, at the step from which the run is resumed. */
  WatchState state() {
    return state;
  }

  /** Adds a line. */
  void add(Line line) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap((GSON.toJson(line) + "\n").getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Brings the lines to the disk. */
  void sync() throws IOException {
    channel.force(false);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
