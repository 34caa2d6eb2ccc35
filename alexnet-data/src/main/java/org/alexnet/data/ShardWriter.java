package org.alexnet.data;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.base.Throwables;
import com.google.common.collect.EnumMultiset;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Multiset;
import com.google.common.hash.Hashing;
import com.google.common.hash.HashingOutputStream;
import com.google.common.primitives.Longs;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.alexnet.common.AtomicFile;
import org.alexnet.common.Disk;
import org.alexnet.common.proto.FileProto;
import org.alexnet.data.Preparation.BadImages;
import org.alexnet.data.image.BadImageException;
import org.alexnet.data.image.ImageNote;
import org.alexnet.data.image.StoredImages;
import org.alexnet.data.image.StoredImages.StoredImage;
import org.alexnet.data.internal.Examples;
import org.alexnet.data.internal.PixelSums;
import org.alexnet.data.proto.ShardResult;
import org.alexnet.data.proto.SkippedImage;
import org.alexnet.data.source.ImageSource.SourceImage;
import org.alexnet.data.source.Split;

/**
 * Makes the files of shards: a pure function of a shard and the options, which gives the same bytes
 * wherever and beside whatever it runs. {@link Preparation} calls it for all shards of a data set;
 * a {@link ShardEngine} has one writer on each machine, for {@link ShardJob#run}.
 *
 * <p>Images are converted on all threads and written in order, a bounded number of them ahead.
 * Threads may share a writer, each with a shard of its own; the caller closes it.
 */
public final class ShardWriter implements AutoCloseable {
  /**
   * Images of a shard that may be ahead of the one that is written next, for each thread: so many
   * records are in memory, and so much longer than others one may take before threads wait for it.
   */
  private static final int AHEAD_PER_THREAD = 8;

  /** After how many images the progress is told. */
  private static final int TOLD_TOGETHER = 64;

  /** The record of an image, and what was out of the ordinary. */
  @SuppressWarnings("ArrayRecordComponent") // it is passed on, never compared
  private record Converted(byte[] record, ImmutableSet<ImageNote> notes) {}

  private final ShardOptions options;
  private final StoredImages images;
  private final ExecutorService threads;
  private final int ahead;

  /**
   * Creates a writer with threads of its own.
   *
   * @param options how images are stored
   * @param threads how many images are converted at once
   */
  public ShardWriter(ShardOptions options, int threads) {
    checkArgument(threads >= 1, "threads must be positive, found %s", threads);
    this.options = options;
    this.images = new StoredImages(options.format());
    this.threads = Executors.newFixedThreadPool(threads);
    this.ahead = AHEAD_PER_THREAD * threads;
  }

  /**
   * Makes the file of a shard, whole or not at all: it is written as {@code .NAME.new} beside its
   * name, brought to the disk and renamed. A file of that name is replaced.
   *
   * @param shard which images
   * @param directory folder of the file
   * @return what is in it
   * @throws BadImageException if an image cannot be read and bad images are not skipped
   * @throws IOException if the file cannot be written
   */
  ShardResult write(Shard shard, Path directory) throws IOException {
    return write(shard, directory, ShardProgress.NONE);
  }

  ShardResult write(Shard shard, Path directory, ShardProgress progress) throws IOException {
    Path file = directory.resolve(shard.fileName());
    Path beside = AtomicFile.besideOf(file);
    ShardResult.Builder result = ShardResult.newBuilder().setImagesSha256(shard.imagesSha256());
    try {
      FileProto.Builder written = writeRecords(shard, beside, result, progress);
      Disk.sync(beside);
      result.setFile(written.setName(shard.fileName()).setByteCount(Files.size(beside)));
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
      Disk.sync(directory);
    } catch (IOException | RuntimeException | Error e) {
      Files.deleteIfExists(beside);
      throw e;
    }
    return result.build();
  }

  private FileProto.Builder writeRecords(
      Shard shard, Path file, ShardResult.Builder result, ShardProgress progress)
      throws IOException {
    PixelSums sums = new PixelSums(options.format().size());
    long[] perClass = new long[options.labels().size()];
    Multiset<ImageNote> notes = EnumMultiset.create(ImageNote.class);
    HashingOutputStream hashed =
        new HashingOutputStream(Hashing.sha256(), Files.newOutputStream(file));
    try (TfRecordWriter writer = TfRecordWriter.to(new BufferedOutputStream(hashed, 1 << 16))) {
      Deque<Future<Converted>> converting = new ArrayDeque<>();
      try {
        Iterator<SourceImage> next = shard.images().iterator();
        int untold = 0;
        for (SourceImage source : shard.images()) {
          while (next.hasNext() && converting.size() < ahead) {
            SourceImage image = next.next();
            converting.add(threads.submit(() -> convert(image, shard.split(), sums)));
          }
          Optional<Converted> image = converted(source, converting.remove(), result, progress);
          if (image.isPresent()) {
            writer.write(image.get().record());
            image.get().notes().forEach(notes::add);
            perClass[source.label()]++;
          }
          if (++untold == TOLD_TOGETHER) {
            progress.done(untold);
            untold = 0;
          }
        }
        if (untold > 0) {
          progress.done(untold);
        }
      } finally {
        converting.forEach(future -> future.cancel(false));
      }
      result.setImageCount(writer.recordCount()).addAllImagesPerClass(Longs.asList(perClass));
      for (Multiset.Entry<ImageNote> note : notes.entrySet()) {
        result.putNotes(note.getElement().toString(), note.getCount());
      }
    }
    if (shard.split() == Split.TRAIN) {
      result.setPixels(sums.totals());
    }
    return FileProto.newBuilder().setSha256(hashed.hash().toString());
  }

  /** Converts an image, whose pixels are added up if it is a training image. */
  private Converted convert(SourceImage source, Split split, PixelSums sums) throws IOException {
    StoredImage image = images.of(content(source), source.location());
    if (split == Split.TRAIN) {
      sums.add(image.pixels());
    }
    return new Converted(record(source, image), image.notes());
  }

  private byte[] record(SourceImage source, StoredImage image) {
    return Examples.of(
            image.encoded(),
            options.format().encoding().name(),
            options.format().size(),
            source.name().substring(source.name().lastIndexOf('/') + 1),
            source.label(),
            options.labels().label(source.label()),
            options.labels().name(source.label()))
        .toByteArray();
  }

  /** Returns how many bytes the record of an image has; nothing if the image is bad. */
  OptionalInt byteCount(SourceImage source) {
    try {
      return OptionalInt.of(record(source, images.of(content(source), source.location())).length);
    } catch (BadImageException e) { // told when the image is stored
      return OptionalInt.empty();
    }
  }

  private static byte[] content(SourceImage source) throws BadImageException {
    try {
      return source.content().read();
    } catch (BadImageException e) {
      throw e;
    } catch (IOException e) { // its message would name the path, which does not belong in a reason
      throw new BadImageException(
          source.location(), "cannot be read (" + e.getClass().getSimpleName() + ")", e);
    }
  }

  /** Returns an image, or nothing if it is bad and bad images are skipped. */
  private Optional<Converted> converted(
      SourceImage source,
      Future<Converted> converting,
      ShardResult.Builder result,
      ShardProgress progress)
      throws IOException {
    try {
      return Optional.of(converting.get());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while reading " + source.location(), e);
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof BadImageException bad)) {
        Throwables.throwIfInstanceOf(e.getCause(), Error.class);
        throw new IllegalStateException(source.location() + " cannot be converted", e.getCause());
      }
      if (options.badImages() == BadImages.FAIL) {
        throw new BadImageException(
            bad.name(), bad.reason() + "; convert or remove it, or choose --bad-images skip", bad);
      }
      SkippedImage skipped =
          SkippedImage.newBuilder().setFile(source.name()).setReason(bad.reason()).build();
      result.addSkipped(skipped);
      progress.skipped(skipped);
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    images.close();
  }
}
