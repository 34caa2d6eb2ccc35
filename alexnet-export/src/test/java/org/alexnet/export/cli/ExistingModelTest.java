package org.alexnet.export.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.alexnet.export.HandMadeCheckpoint;
import org.alexnet.export.ModelExport;
import org.alexnet.export.internal.Manifests;
import org.alexnet.train.Checkpoint;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the versions that are there. */
class ExistingModelTest {
  private static final List<String> LABELS = List.of("cat", "dog");

  @TempDir private static Path shared;
  private static Checkpoint first;
  private static Checkpoint second;

  @TempDir private Path folder;
  private Path out;

  @BeforeAll
  static void make() throws IOException {
    first = HandMadeCheckpoint.answering(shared.resolve("first"), LABELS, 0.5, 0.5);
    second = HandMadeCheckpoint.answering(shared.resolve("second"), LABELS, 0.25, 0.75);
  }

  private CommandRun export(Path checkpoint, String... more) {
    out = folder.resolve("model");
    return CommandRun.of(
        Stream.concat(
                Stream.of("export", "--checkpoint=" + checkpoint, "--out=" + out), Stream.of(more))
            .toArray(String[]::new));
  }

  private List<String> versions() throws IOException {
    try (Stream<Path> entries = Files.list(out)) {
      return entries.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"fail", "resume", "replace"})
  void whereNoneIsThereTheFirstIsWritten(String existing) throws IOException {
    assertThat(export(first.directory(), "--if-exists=" + existing).err()).isEmpty();

    assertThat(versions()).containsExactly("1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"fail", "resume", "replace"})
  void aMissingImageIsRefusedBeforeAnythingIsWritten(String existing) throws IOException {
    String missing = folder.resolve("none.jpg").toString();
    CommandRun refused = new CommandRun(1, "", "error: " + missing + " does not exist\n");

    assertThat(export(first.directory(), "--if-exists=" + existing, "--predict=" + missing))
        .isEqualTo(refused);
    assertThat(out).doesNotExist();

    ModelExport.of(first).write(out);
    assertThat(export(second.directory(), "--if-exists=resume", "--predict=" + missing))
        .isEqualTo(refused);
    assertThat(export(second.directory(), "--if-exists=replace", "--predict=" + missing))
        .isEqualTo(refused);
    assertThat(versions()).containsExactly("1");
    assertThat(Manifests.readIntact(out.resolve("1")).getNetworks(0).getCheckpointSha256())
        .isEqualTo(first.fingerprint());
  }

  @Test
  void continuingComparesWithTheLatestVersion() throws IOException {
    export(first.directory());
    export(second.directory(), "--if-exists=resume");
    assertThat(versions()).containsExactly("1", "2");

    assertThat(export(second.directory(), "--if-exists=resume").out())
        .startsWith(out.resolve("2") + " was exported from ");
    assertThat(versions()).containsExactly("1", "2");

    assertThat(export(first.directory(), "--if-exists=resume").out())
        .startsWith("Exported " + first.directory() + " to " + out.resolve("3") + "\n");
    assertThat(versions()).containsExactly("1", "2", "3");
  }

  @Test
  void ofARunTheLatestCheckpointIsExported() throws IOException {
    Path checkpoints = folder.resolve("run/checkpoints");
    HandMadeCheckpoint.answering(checkpoints.resolve("step-9"), LABELS, 0.5, 0.5);
    Checkpoint latest =
        HandMadeCheckpoint.answering(checkpoints.resolve("step-10"), LABELS, 0.2, 0.8);

    assertThat(export(folder.resolve("run")).out())
        .startsWith("Exported " + latest.directory() + " to " + out.resolve("1") + "\n");
    assertThat(Manifests.read(out.resolve("1")).getNetworks(0).getCheckpointSha256())
        .isEqualTo(latest.fingerprint())
        .isNotEqualTo(first.fingerprint());
  }
}
