package org.alexnet.common;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What this machine says of its processor. */
public final class Processor {
  private static final Path LINUX = Path.of("/proc/cpuinfo");

  /** The instruction sets that TensorFlow's kernels choose between, by Linux's names. */
  private static final ImmutableList<String> INSTRUCTION_SETS =
      ImmutableList.of(
          "sse4_2", "avx", "avx2", "fma", "avx512f", "avx512_bf16", "amx_bf16", "asimd", "bf16");

  private Processor() {}

  /** Returns the model's name, on Linux, or the architecture. */
  public static String model() {
    return linux("model name").orElse(System.getProperty("os.arch"));
  }

  /**
   * Returns those of the instruction sets which TensorFlow's kernels choose between that the
   * processor has, by Linux's names; nothing where the system does not tell.
   */
  public static ImmutableList<String> instructionSets() {
    ImmutableSet<String> has =
        ImmutableSet.copyOf(
            Splitter.on(' ').split(linux("flags").or(() -> linux("Features")).orElse("")));
    return INSTRUCTION_SETS.stream().filter(has::contains).collect(ImmutableList.toImmutableList());
  }

  private static Optional<String> linux(String field) {
    return linesOf(LINUX).stream()
        .filter(line -> line.startsWith(field))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst();
  }

  private static List<String> linesOf(Path file) {
    try {
      return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return List.of(); // another system
    }
  }
}
