package org.alexnet.example;

import com.google.common.io.Resources;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.alexnet.data.image.BadImageException;
import org.alexnet.export.Classifier;
import org.alexnet.export.ClassifierOptions;
import org.alexnet.export.Prediction;

/**
 * A small service: classifies pictures over HTTP in the shape of TensorFlow Serving's REST API, and
 * shows a page where a picture is dropped. On the JDK's own HTTP server, for this machine alone.
 */
public final class ClassifyService implements AutoCloseable {
  private static final String PREDICT = "/v1/models/alexnet:predict";
  private static final int MOST_BYTES = 32 << 20;
  private static final String SIGNATURE = "serving_default";

  /** The JDK's own bound of the time that a client may take to send a request, in seconds. */
  private static final String LONGEST_REQUEST = "sun.net.httpserver.maxReqTime";

  /** Requests under way; what comes then is told to come again. */
  private static final int MOST_REQUESTS = 64;

  private static final int OK = 200;
  private static final int BAD_REQUEST = 400;
  private static final int NOT_FOUND = 404;
  private static final int NOT_ALLOWED = 405;
  private static final int TOO_LARGE = 413;
  private static final int FAILED = 500;
  private static final int BUSY = 503;

  private final Classifier classifier;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Semaphore room = new Semaphore(MOST_REQUESTS);

  /**
   * Starts.
   *
   * @param model folder of a model's versions
   * @param port 0 for any that is free
   */
  public ClassifyService(Path model, int port) throws IOException {
    ClassifierOptions options =
        ClassifierOptions.usual().withMost(5).withBatching(Duration.ofMillis(5));
    classifier = Classifier.load(model, options);
    if (System.getProperty(LONGEST_REQUEST) == null) {
      System.setProperty(LONGEST_REQUEST, "10");
    }
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  /** Runs until it is killed: {@code MODEL PORT}. */
  public static void main(String[] args) throws IOException {
    if (args.length != 2) {
      System.err.println("arguments: MODEL PORT");
      System.exit(2);
    }
    ClassifyService service = new ClassifyService(Path.of(args[0]), Integer.parseInt(args[1]));
    System.out.println("http://localhost:" + service.port() + "/");
  }

  /** Returns the port that it listens to. */
  public int port() {
    return server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!room.tryAcquire()) {
        error(exchange, BUSY, "too many requests, try again");
        return;
      }
      try {
        answer(exchange);
      } finally {
        room.release();
      }
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    boolean isGet = exchange.getRequestMethod().equals("GET");
    if (path.equals("/") && isGet) {
      byte[] page = Resources.toByteArray(Resources.getResource(ClassifyService.class, "page.html"));
      send(exchange, OK, "text/html; charset=utf-8", page);
    } else if (!path.equals(PREDICT)) {
      error(exchange, NOT_FOUND, "there is " + PREDICT + " and a page at /");
    } else if (!exchange.getRequestMethod().equals("POST")) {
      error(exchange, NOT_ALLOWED, PREDICT + " takes POST");
    } else {
      predict(exchange);
    }
  }

  private void predict(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
    if (body.length > MOST_BYTES) {
      exchange.getRequestBody().transferTo(OutputStream.nullOutputStream()); // or it gets no answer
      error(exchange, TOO_LARGE, "a request has at most " + MOST_BYTES + " bytes");
      return;
    }
    try {
      ListValue.Builder predictions = ListValue.newBuilder();
      List<byte[]> images = images(new String(body, StandardCharsets.UTF_8));
      for (float[] probabilities : classifier.probabilities(images)) {
        predictions.addValues(Value.newBuilder().setStructValue(told(probabilities)));
      }
      Struct answer =
          Struct.newBuilder()
              .putFields("predictions", Value.newBuilder().setListValue(predictions).build())
              .build();
      send(exchange, OK, "application/json", json(answer));
    } catch (BadImageException | IllegalArgumentException | InvalidProtocolBufferException e) {
      error(exchange, BAD_REQUEST, e.getMessage());
    } catch (IOException e) {
      error(exchange, FAILED, e.getMessage());
    }
  }

  /** Returns the files of {@code {"instances": [{"image_bytes": {"b64": "..."}}]}}. */
  private static List<byte[]> images(String body) throws InvalidProtocolBufferException {
    Struct.Builder request = Struct.newBuilder();
    JsonFormat.parser().merge(body, request);
    String signature = field(request.build(), "signature_name").getStringValue();
    if (!signature.isEmpty() && !signature.equals(SIGNATURE)) {
      throw new IllegalArgumentException("signature_name must be " + SIGNATURE);
    }
    List<byte[]> images = new ArrayList<>();
    for (Value instance : field(request.build(), "instances").getListValue().getValuesList()) {
      Struct bytes = field(instance.getStructValue(), "image_bytes").getStructValue();
      images.add(Base64.getDecoder().decode(field(bytes, "b64").getStringValue()));
    }
    if (images.isEmpty()) {
      throw new IllegalArgumentException("the request has no instances");
    }
    return images;
  }

  private static Value field(Struct struct, String name) {
    return struct.getFieldsOrDefault(name, Value.getDefaultInstance());
  }

  private Struct told(float[] probabilities) {
    ListValue.Builder classes = ListValue.newBuilder();
    ListValue.Builder scores = ListValue.newBuilder();
    for (Prediction prediction : classifier.mostProbable(probabilities)) {
      classes.addValues(Value.newBuilder().setStringValue(prediction.name()));
      scores.addValues(Value.newBuilder().setNumberValue(prediction.probability()));
    }
    ListValue.Builder all = ListValue.newBuilder();
    for (float probability : probabilities) {
      all.addValues(Value.newBuilder().setNumberValue(probability));
    }
    return Struct.newBuilder()
        .putFields("classes", Value.newBuilder().setListValue(classes).build())
        .putFields("scores", Value.newBuilder().setListValue(scores).build())
        .putFields("probabilities", Value.newBuilder().setListValue(all).build())
        .build();
  }

  private static byte[] json(Struct answer) throws InvalidProtocolBufferException {
    return JsonFormat.printer()
        .omittingInsignificantWhitespace()
        .print(answer)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static void error(HttpExchange exchange, int code, String message) throws IOException {
    Struct answer =
        Struct.newBuilder()
            .putFields("error", Value.newBuilder().setStringValue(message).build())
            .build();
    send(exchange, code, "application/json", json(answer));
  }

  private static void send(HttpExchange exchange, int code, String type, byte[] content)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(code, content.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(content);
    }
  }

  /** Stops: requests under way are answered. */
  @Override
  public void close() {
    server.stop(1);
    threads.shutdown();
    classifier.close();
  }
}
