package org.alexnet.common;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class NativeLogTest {
  @TempDir private Path folder;

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void passesOnWhatSomebodyCanDoSomethingWith() throws Exception {
    assertThat(standardError(Printer.class, 3))
        .containsExactlyInAnyOrder(
            Stream.of(
                    Stream.of("of Java"),
                    Printer.PASSED_ON.stream(),
                    Stream.of("of natives", "last, without an end"))
                .flatMap(lines -> lines)
                .toArray(String[]::new));
  }

  private List<String> standardError(Class<?> main, int code) throws Exception {
    Path log = folder.resolve("log");
    ProcessBuilder child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName())
            .redirectError(log.toFile());
    child.environment().remove("TF_CPP_MIN_LOG_LEVEL");
    assertThat(child.start().waitFor()).isEqualTo(code);
    return Files.readAllLines(log);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aHostLosesNoLineOfItsOwn() throws Exception {
    assertThat(standardError(Host.class, 0))
        .filteredOn(line -> !line.matches("host \\d+"))
        .containsExactly("from now on, all that is printed:", "libpng warning: of the host");
    assertThat(Files.readAllLines(folder.resolve("log")))
        .filteredOn(line -> line.matches("host \\d+"))
        .hasSize(Host.LINES);
  }

  /** The main of a process that prints while it loads the library. */
  static final class Host {
    private static final int LINES = 500;

    private Host() {}

    public static void main(String[] args) throws InterruptedException {
      Thread busy =
          new Thread(
              () -> {
                for (int i = 0; i < LINES; i++) {
                  System.err.println("host " + i);
                  LockSupport.parkNanos(1_000_000);
                }
              });
      busy.start();
      NativeLog.startQuietly();
      busy.join();
      System.err.println("from now on, all that is printed:");
      Printer.printNatively("libpng warning: of the host\n");
    }
  }

  /** The main of a process that prints on standard error in every way. */
  static final class Printer {
    /** As libjpeg (jerror.h) and libpng write them. */
    private static final List<String> OF_DECODERS =
        List.of(
            "Corrupt JPEG data: 3 extraneous bytes before marker 0xd9",
            "Premature end of JPEG file",
            "Not a JPEG file: starts with 0x00 0x01",
            "Empty JPEG image (DNL not supported)",
            "Inconsistent progression sequence for component 1 coefficient 2",
            "Unknown Adobe color transform code 3",
            "Warning: unknown JFIF revision number 4.05",
            "Missing Huffman code table entry",
            "Image too wide for this implementation",
            "Maximum supported image dimension is 65500 pixels",
            "Sampling factors too large for interleaved scan",
            "Component index 5: mismatching sampling ratio 1:1, 2:2, 3",
            "Too many color components: 11, max 10",
            "Unsupported marker type 0x5a",
            "Unsupported JPEG process: SOF type 0xc3",
            "Unsupported color conversion request",
            "Invalid JPEG file structure: two SOI markers",
            "Invalid SOS parameters for sequential JPEG",
            "Invalid component ID 6 in SOS",
            "Invalid crop request",
            "Invalid progressive parameters Ss=1 Se=2 Ah=3 Al=4",
            "Invalid scan script at entry 1",
            "Bogus sampling factors",
            "Bogus DAC index 1",
            "Bogus DHT index 2",
            "Bogus DQT index 3",
            "Bogus Huffman table definition",
            "Bogus input colorspace",
            "Bogus JPEG colorspace",
            "Bogus marker length",
            "DCT coefficient out of range",
            "IDCT output block size 7 not supported",
            "Didn't expect more than one scan",
            "Huffman table 0x01 was not defined",
            "Quantization table 0x02 was not defined",
            "Arithmetic table 0x03 was not defined",
            "Requested feature was omitted at compile time",
            "Sorry, arithmetic coding is not implemented",
            "libpng warning: iCCP: known incorrect sRGB profile",
            "libpng error: IDAT: CRC error");

    /** As it was seen when the first loop was compiled. */
    private static final List<String> OF_XLA =
        List.of(
            "I0000 00:00:1796017331.811233    4736 service.cc:148] XLA service 0x7f5c8c0 initialized for"
                + " platform Host (this does not guarantee that XLA will be used). Devices:",
            "I0000 00:00:1796017331.811300    4736 service.cc:156]   StreamExecutor device (0): Host,"
                + " Default Version",
            "I0000 00:00:1796017331.911300    4736 device_compiler.h:188] Compiled cluster using XLA! "
                + " This line is logged at most once for the lifetime of the process.");

    private static final List<String> PASSED_ON =
        List.of(
            "I0000 00:00:1796017331.911300    4736 other.cc:1] another line",
            "Invalid argument: a message of another library",
            "Unsupported operation",
            "a line in which Corrupt JPEG data comes later",
            "Premature end of file",
            "libpng is found",
            "a long line " + "x".repeat(9000),
            "a line with an umlaut: \u00fc");

    private Printer() {}

    public static void main(String[] args) {
      NativeLog.quieten();
      NativeLog.quieten();
      System.err.println("of Java");
      OF_DECODERS.forEach(line -> printNatively(line + "\n"));
      OF_XLA.forEach(line -> printNatively(line + "\n"));
      PASSED_ON.forEach(line -> printNatively(line + "\n"));
      printNatively("of natives\nlibpng warning: iCCP: known incorrect sRGB profile\n");
      printNatively("last, without an end");
      System.exit(3);
    }

    private static void printNatively(String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      NativeLibrary.getInstance(Platform.C_LIBRARY_NAME)
          .getFunction("write")
          .invokeInt(new Object[] {2, bytes, (long) bytes.length});
    }
  }
}
