package org.alexnet.example;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.alexnet.export.HandMadeCheckpoint;
import org.alexnet.export.ModelExport;
import org.alexnet.export.PaintedImages;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassifyServiceTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir private static Path folder;
  private static ClassifyService service;

  @BeforeAll
  static void start() throws IOException {
    ModelExport.of(
            HandMadeCheckpoint.answering(
                folder.resolve("checkpoint"), List.of("owl", "auk", "kite"), 0.25, 0.5, 0.25))
        .write(folder.resolve("model"));
    service = new ClassifyService(folder.resolve("model"), 0);
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + service.port() + path));
  }

  private static HttpResponse<String> post(String body) throws Exception {
    return CLIENT.send(
        request("/v1/models/alexnet:predict").POST(BodyPublishers.ofString(body)).build(),
        BodyHandlers.ofString());
  }

  /** As docs/serving.md has it. */
  private static String body(byte[]... images) {
    List<String> instances = new ArrayList<>();
    for (byte[] image : images) {
      instances.add(
          "{\"image_bytes\": {\"b64\": \"" + Base64.getEncoder().encodeToString(image) + "\"}}");
    }
    return "{\"signature_name\": \"serving_default\", \"instances\": ["
        + String.join(", ", instances)
        + "]}";
  }

  private static byte[] picture(int seed) throws IOException {
    return PaintedImages.png(PaintedImages.picture(40, 30, 2, seed));
  }

  @Test
  void answersInTheShapeOfTensorFlowServing() throws Exception {
    HttpResponse<String> response = post(body(picture(1), picture(2)));

    assertThat(response.statusCode()).isEqualTo(200);
    Struct.Builder answer = Struct.newBuilder();
    JsonFormat.parser().merge(response.body(), answer);
    List<Value> predictions = answer.getFieldsOrThrow("predictions").getListValue().getValuesList();
    assertThat(predictions).hasSize(2);
    Struct first = predictions.get(0).getStructValue();
    assertThat(first.getFieldsOrThrow("classes").getListValue().getValues(0).getStringValue())
        .isEqualTo("auk");
    assertThat(first.getFieldsOrThrow("scores").getListValue().getValues(0).getNumberValue())
        .isEqualTo(0.5);
    assertThat(first.getFieldsOrThrow("probabilities").getListValue().getValuesList())
        .extracting(Value::getNumberValue)
        .containsExactly(0.25, 0.5, 0.25);
  }

  @Test
  void saysWhatIsWrong() throws Exception {
    assertThat(post("no JSON").statusCode()).isEqualTo(400);
    assertThat(post("{}").body()).isEqualTo("{\"error\":\"the request has no instances\"}");
    HttpResponse<String> text = post(body("no image".getBytes(StandardCharsets.UTF_8)));
    assertThat(text.statusCode()).isEqualTo(400);
    assertThat(text.body()).contains("image 0 is not a JPEG, PNG or GIF image");
    assertThat(post(body(picture(1), new byte[] {1})).body()).contains("image 1 is not a JPEG");
    assertThat(post(body(picture(1)).replace("serving_default", "ten_crops")).body())
        .isEqualTo("{\"error\":\"signature_name must be serving_default\"}");
    assertThat(post("{\"instances\": [{\"image_bytes\": {\"b64\": \"?\"}}]}").statusCode())
        .isEqualTo(400);
    HttpResponse<String> large = post(" ".repeat((32 << 20) + 1));
    assertThat(large.statusCode()).isEqualTo(413);
    assertThat(large.body()).isEqualTo("{\"error\":\"a request has at most 33554432 bytes\"}");
    assertThat(CLIENT.send(request("/v1").build(), BodyHandlers.ofString()).statusCode())
        .isEqualTo(404);
    assertThat(
            CLIENT
                .send(request("/v1/models/alexnet:predict").build(), BodyHandlers.ofString())
                .statusCode())
        .isEqualTo(405);
  }

  /** Clients that never finish their requests take all the room, and no more. */
  @Test
  void whoComesWhenThereIsNoRoomIsToldToComeAgain() throws Exception {
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 64; i++) {
        slow.add(unfinished());
      }
      while (post(body(picture(1))).statusCode() != 503) {
        assertThat(slow).hasSizeLessThan(1000);
        slow.add(unfinished()); // the one before may have come while this picture had its place
      }
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(8);
    while (post(body(picture(1))).statusCode() != 200) {
      assertThat(System.nanoTime()).isLessThan(end);
    }
  }

  private static Socket unfinished() throws IOException {
    Socket socket = new Socket("localhost", service.port());
    socket
        .getOutputStream()
        .write(
            "POST /v1/models/alexnet:predict HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{"
                .getBytes(StandardCharsets.UTF_8));
    return socket;
  }

  @Test
  void showsAPage() throws Exception {
    HttpResponse<String> page = CLIENT.send(request("/").build(), BodyHandlers.ofString());

    assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
    assertThat(page.body()).contains("Drop a picture here", "/v1/models/alexnet:predict");
  }

  @Test
  void answersManyAtOnce() throws IOException {
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      answers.add(
          CLIENT.sendAsync(
              request("/v1/models/alexnet:predict")
                  .POST(BodyPublishers.ofString(body(picture(i))))
                  .build(),
              BodyHandlers.ofString()));
    }
    assertThat(answers).allMatch(answer -> answer.join().statusCode() == 200);
  }
}
