package org.alexnet.data;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.alexnet.common.Disk;

/**
 * What a {@link ShardEngine} does for each shard of a data set, in whatever process it runs it. The
 * folders, and the images where they are not in memory, must have the same paths everywhere.
 *
 * @param options how images are stored
 * @param directory folder of the shards that are complete
 * @param progress folder of what is known of each: its images and, when it is complete, what came
 *     out
 */
public record ShardJob(ShardOptions options, String directory, String progress)
    implements Serializable {

  static ShardJob of(ShardOptions options, UnfinishedDataset unfinished) {
    return new ShardJob(
        options,
        unfinished.directory().toAbsolutePath().toString(),
        unfinished.progress().toAbsolutePath().toString());
  }

  /** Notes which images a shard has, so that only its name must be sent. */
  void put(Shard shard) throws IOException {
    try (ObjectOutputStream out =
        new ObjectOutputStream(
            new BufferedOutputStream(Files.newOutputStream(list(shard.fileName()))))) {
      out.writeObject(shard);
    }
  }

  private Shard shard(String name) throws IOException {
    Path list = list(name);
    try (ObjectInputStream in =
        new ObjectInputStream(new BufferedInputStream(Files.newInputStream(list)))) {
      return (Shard) in.readObject();
    } catch (ClassNotFoundException e) {
      throw new IOException(list + " was written with classes that are missing here", e);
    }
  }

  private Path list(String name) {
    return Path.of(progress, name + ".images");
  }

  /**
   * Makes a shard unless that is done already. Each attempt writes in a folder of its own, and what
   * it renames is whole: attempts that fail, are repeated, or run at once do no harm.
   *
   * @param name of its file
   * @param writer which has the same options; threads may share it
   * @throws IOException if an image cannot be read, a file not be written, or the folders are not
   *     there
   */
  public void run(String name, ShardWriter writer) throws IOException {
    UnfinishedDataset unfinished = new UnfinishedDataset(Path.of(directory), Path.of(progress));
    Shard shard = shard(name);
    if (unfinished.result(shard).isPresent()) {
      return;
    }
    Path own = Files.createTempDirectory(unfinished.progress(), name + ".");
    try {
      UnfinishedDataset attempt = new UnfinishedDataset(own, own);
      attempt.write(writer.write(shard, own));
      rename(own.resolve(name), unfinished.directory().resolve(name));
      rename(attempt.resultFile(name), unfinished.resultFile(name));
    } finally {
      MoreFiles.deleteRecursively(own, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }

  private static void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    Disk.sync(to.getParent());
  }
}
