package org.alexnet.graph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.alexnet.common.cli.CommandLineTool;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Arguments that cannot be: one line, exit code 2, nothing done. */
class BadArgumentsTest {
  @ParameterizedTest
  @Timeout(10)
  @ValueSource(
      strings = {
        "--input-size 0",
        "--input-size -1",
        "--input-size 2147483647",
        "--input-size 65501",
        "--input-size NaN",
        "--input-size",
        "--classes 0",
        "--classes -1",
        "--classes 2147483647",
        "--towers 0",
        "--towers -1",
        "--towers 2147483647",
        "--towers 2 --variation=one-tower",
        "--width-divided-by 0",
        "--width-divided-by -1",
        "--width-divided-by 2147483647",
        "--without-layer conv9",
        "--without-layer conv1",
        "--preset cifar10 --variation=conv6",
        "--variation=conv6 --preset vgg",
        "--devices /CPU:0,/CPU:999999",
        "--devices /CPU:0",
        "--devices /CPU:-1,/CPU:0",
        "--devices ,",
        "cost --batch-size 0",
        "cost --batch-size -1",
        "cost --batch-size 2147483647",
        "cost --classes 1e3",
        "cost --input-size 66",
        "links --variation=one-tower",
        "links --towers 7",
        "links --input-size 99999999999",
        "draw",
        "draw --out",
        "diff paper",
        "diff paper 7",
        "diff 145",
        "diff 145 146",
        "runs 146",
        "runs 145 147",
        "serve --trusted-network",
        "serve --cluster a:1 --trusted-network",
        "serve --cluster a:1,b:99999 --trusted-network",
        "serve --cluster a:1,b:2 --task -1 --trusted-network",
        "serve --cluster a:1,b:2 --task 2 --trusted-network",
        "serve --cluster a:1,b:2 --peer-timeout 0 --trusted-network",
        "serve --cluster a:1,b:2 --peer-timeout NaN",
        "cost paper"
      })
  void areRefusedInOneLine(String line) {
    PrintStream err = System.err;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int code;
    System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      code = CommandLineTool.execute(new GraphCommand(), line.split(" "));
    } finally {
      System.setErr(err);
    }
    String printed = bytes.toString(StandardCharsets.UTF_8);

    // then
    assertThat(printed).startsWith("error: ").endsWith("\n");
    assertThat(printed.lines()).hasSize(1);
    assertThat(printed).doesNotContain("Exception");
    assertThat(code).isEqualTo(2);
  }
}
