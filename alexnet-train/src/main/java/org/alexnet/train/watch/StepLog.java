package org.alexnet.train.watch;

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
 * that a run wrote after the checkpoint from which it is resumed are cut off first, and the last
 * one where it is of fewer steps than others, so that the series is that of an unbroken run.
 */
final class StepLog implements AutoCloseable {
  static final String NAME = "steps.jsonl";
  static final String CHECKPOINT = "checkpoint";
  static final String DIVERGED = "diverged";

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
        Optional<LineCodec.Place> place = LineCodec.place(line.get());
        if (place.isEmpty() || !isOfRun(place.get(), step, epochs)) {
          break;
        }
        bytes += line.get().getBytes(StandardCharsets.UTF_8).length + 1;
        if (place.get().step() == step) {
          state = place.get().state().orElse(state);
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

  /** An epoch may be evaluated and the run killed before its checkpoint says so. */
  private static boolean isOfRun(LineCodec.Place place, long step, int epochs) {
    return place.step() <= step && place.epoch().orElse(0) <= epochs && !place.partial();
  }

  /** Returns what the next line depends on, at the step from which the run is resumed. */
  WatchState state() {
    return state;
  }

  /** Adds a line. */
  void add(Line line) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.wrap((LineCodec.encode(line) + "\n").getBytes(StandardCharsets.UTF_8));
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
