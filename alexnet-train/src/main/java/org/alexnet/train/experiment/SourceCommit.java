package org.alexnet.train.experiment;

import com.google.common.io.ByteStreams;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The commit of the repository in which a command runs. */
final class SourceCommit {
  private SourceCommit() {}

  /**
   * Returns its hash, with {@code -dirty} behind it if files that it tracks were changed; empty
   * where there is no repository or no git.
   */
  static String here() {
    String commit = git(List.of("git", "rev-parse", "HEAD"));
    return commit.isEmpty() || git(List.of("git", "status", "--porcelain", "-uno")).isEmpty()
        ? commit
        : commit + "-dirty";
  }

  private static String git(List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      process.getOutputStream().close();
      String said =
          new String(ByteStreams.toByteArray(process.getInputStream()), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? said.strip() : "";
    } catch (IOException e) {
      return ""; // no git
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
