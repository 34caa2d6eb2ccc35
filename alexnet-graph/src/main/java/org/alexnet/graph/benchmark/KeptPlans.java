package org.alexnet.graph.benchmark;

import static com.google.common.base.Preconditions.checkArgument;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.alexnet.common.AtomicFile;
import org.alexnet.common.CacheFolder;
import org.alexnet.common.ManifestFile;
import org.alexnet.common.RecordCodec;
import org.alexnet.graph.device.ThreadPlan;
import org.alexnet.graph.proto.PlanManifest;

/**
 * The plans of threads that were measured, in a folder with a file for each {@link PlanKey}. All of
 * them can be measured again.
 *
 * @param folder the folder; it need not exist
 */
public record KeptPlans(Path folder) {
  private static final int SCHEMA_VERSION = 1;

  /** Returns the plans in the user's cache folder. */
  public static KeptPlans ofUser() {
    return new KeptPlans(CacheFolder.get());
  }

  /**
   * Returns the plan of a key, if one is kept.
   *
   * @throws IOException if the file is damaged, of another version or of another key
   */
  public Optional<ThreadPlan> read(PlanKey key) throws IOException {
    ManifestFile manifest = manifest(key);
    if (!manifest.isIn(folder)) {
      return Optional.empty();
    }
    PlanManifest kept = manifest.read(folder, PlanManifest.newBuilder()).build();
    try {
      PlanKey of = RecordCodec.decode(kept.getKey(), PlanKey.class, "key");
      checkArgument(of.equals(key), "it is of another key, %s", of);
      return Optional.of(RecordCodec.decode(kept.getPlan(), ThreadPlan.class, "plan"));
    } catch (IllegalArgumentException e) {
      throw manifest.invalid(folder, e);
    }
  }

  /**
   * Makes the folder and checks that the plan of a key can be kept, before it is measured.
   *
   * @throws IOException if it cannot
   */
  public void requireWritable(PlanKey key) throws IOException {
    Files.createDirectories(folder);
    AtomicFile.requireWritable(file(key));
  }

  /**
   * Keeps a plan, in place of an older one.
   *
   * @throws IOException if it cannot be written
   */
  public void write(PlanKey key, ThreadPlan plan) throws IOException {
    Files.createDirectories(folder);
    manifest(key)
        .write(
            folder,
            PlanManifest.newBuilder()
                .setKey(RecordCodec.encode(key, PlanKey.class))
                .setPlan(RecordCodec.encode(plan, ThreadPlan.class))
                .build());
  }

  /** Returns where the plan of a key is kept. */
  public Path file(PlanKey key) {
    return folder.resolve(key.fileName());
  }

  private static ManifestFile manifest(PlanKey key) {
    return new ManifestFile(key.fileName(), "plan of threads", SCHEMA_VERSION, "measure again");
  }
}
