package org.alexnet.common;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;

/**
 * Turns down what natives print on standard error: TensorFlow's lines as it starts, and those of
 * libjpeg and libpng, which name no file, and of XLA. Everything else that natives print is passed
 * on.
 */
public final class NativeLog {
  private static final int STANDARD_ERROR = 2;
  private static final int MOST_BYTES = 4096;
  private static final long LONGEST_FLUSH_MILLIS = 1000;

  /** How the messages of libjpeg (jerror.h) about a file begin, and those of libpng. */
  private static final String OF_DECODERS =
      "(Corrupt JPEG|Premature end of JPEG|Not a JPEG|Empty JPEG|Inconsistent progression"
          + "|Unknown Adobe color|Warning: unknown JFIF|Missing Huffman|Image too wide"
          + "|Maximum supported image|Sampling factors too|Component index|Too many color"
          + "|Unsupported (marker|JPEG|color)|Invalid (JPEG|SOS|component|crop|progressive|scan)"
          + "|Bogus (sampling|DAC|DHT|DQT|Huffman|input|JPEG|marker)|I?DCT |Didn't expect more"
          + "|(Huffman|Quantization|Arithmetic) table 0x|Requested feature was|Sorry, "
          + "|libpng (warning|error)).*";

  /** What XLA prints, whatever the level, as it compiles the first loop. */
  private static final String OF_XLA =
      "I\\d{4} .*\\] +(XLA service 0x|StreamExecutor device \\(|Compiled cluster using XLA).*";

  private static final Pattern LATER = Pattern.compile(OF_DECODERS + "|" + OF_XLA);

  /** How TensorFlow's lines begin, which it prints as it starts. */
  private static final Pattern OF_START =
      Pattern.compile(
          "(WARNING: All log messages before absl::|[IWE]\\d{4} \\d\\d:\\d\\d:\\d+\\."
              + "|\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d+: [IWE] ).*");

  private static boolean quiet;

  private NativeLog() {}

  /**
   * Loads TensorFlow without the lines that its start prints, and leaves of what comes later what a
   * user can do something with: what a command calls first. Does nothing if it was called before,
   * if the environment sets {@code TF_CPP_MIN_LOG_LEVEL}, or on Windows. Call it before any class
   * of TensorFlow loads.
   */
  public static synchronized void quieten() {
    if (!begins()) {
      return;
    }
    int real = call("dup", STANDARD_ERROR);
    startSifted(real);
    System.setErr(new PrintStream(new Descriptor(real), true, Charset.defaultCharset()));
    Thread sieve = sift(real, LATER);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(sieve, real), "native-log-end"));
  }

  /**
   * Loads TensorFlow without the lines that its start prints, and leaves everything else as it is:
   * what a library calls. What others print meanwhile is passed on. Does nothing where {@link
   * #quieten} does nothing, and after it.
   */
  public static synchronized void startQuietly() {
    if (!begins()) {
      return;
    }
    int real = call("dup", STANDARD_ERROR);
    try {
      startSifted(real);
    } finally {
      call("close", real);
    }
  }

  private static boolean begins() {
    if (quiet || System.getenv("TF_CPP_MIN_LOG_LEVEL") != null || Platform.isWindows()) {
      return false;
    }
    quiet = true;
    // 3: fatal errors only; the others are thrown
    NativeEnvironment.setIfAbsent("TF_CPP_MIN_LOG_LEVEL", "3");
    return true;
  }

  /** Some lines heed no level; they come once, with the first session. */
  private static void startSifted(int real) {
    Thread sieve = sift(real, OF_START);
    try (Graph graph = new Graph()) {
      Op nothing = Ops.create(graph).noOp();
      try (Session session = new Session(graph)) {
        session.run(nothing);
      }
    } finally {
      end(sieve, real);
    }
  }

  /** Sends what natives print through a pipe, at whose end a thread passes on what is wanted. */
  private static Thread sift(int real, Pattern unwanted) {
    int[] ends = new int[2];
    call("pipe", ends);
    call("dup2", ends[1], STANDARD_ERROR);
    call("close", ends[1]);
    Thread sieve = new Thread(() -> passOn(ends[0], real, unwanted), "native-log");
    sieve.setDaemon(true);
    sieve.start();
    return sieve;
  }

  private static void passOn(int from, int to, Pattern unwanted) {
    StringBuilder line = new StringBuilder();
    byte[] bytes = new byte[MOST_BYTES];
    Charset charset = Charset.defaultCharset();
    for (int count = read(from, bytes); count > 0; count = read(from, bytes)) {
      line.append(new String(bytes, 0, count, charset));
      for (int end = line.indexOf("\n"); end >= 0; end = line.indexOf("\n")) {
        String whole = line.substring(0, end + 1);
        line.delete(0, end + 1);
        if (!unwanted.matcher(whole.stripTrailing()).matches()) {
          write(to, whole.getBytes(charset));
        }
      }
    }
    write(to, line.toString().getBytes(charset));
    call("dup2", to, STANDARD_ERROR); // if reading failed, nobody must wait at a full pipe
    call("close", from);
  }

  /** Standard error becomes what it was, which ends the pipe, and the rest is passed on. */
  private static void end(Thread sieve, int real) {
    call("dup2", real, STANDARD_ERROR);
    try {
      sieve.join(LONGEST_FLUSH_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static int read(int descriptor, byte[] bytes) {
    return call("read", descriptor, bytes, (long) bytes.length);
  }

  private static void write(int descriptor, byte[] bytes) {
    int done = 0;
    while (done < bytes.length) {
      byte[] rest = Arrays.copyOfRange(bytes, done, bytes.length);
      int count = call("write", descriptor, rest, (long) rest.length);
      if (count <= 0) {
        return; // nobody reads any more
      }
      done += count;
    }
  }

  private static int call(String function, Object... arguments) {
    return NativeLibrary.getInstance(Platform.C_LIBRARY_NAME)
        .getFunction(function)
        .invokeInt(arguments);
  }

  /** Java's own way to the real standard error. */
  private static final class Descriptor extends OutputStream {
    private final int number;

    Descriptor(int number) {
      this.number = number;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      NativeLog.write(number, Arrays.copyOfRange(bytes, offset, offset + length));
    }
  }
}
