package org.alexnet.data.beam;

import com.google.common.base.Throwables;
import java.io.IOException;
import java.util.List;
import org.alexnet.data.ShardEngine;
import org.alexnet.data.ShardJob;
import org.alexnet.data.image.BadImageException;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult.State;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;

/**
 * Makes the shards of a data set in an Apache Beam pipeline, on whatever runner its options name.
 *
 * <pre>{@code
 * PipelineOptions options = PipelineOptionsFactory.fromArgs(args).create();
 * Dataset dataset =
 *     Preparation.of(ClassFolders.in(Path.of("/shared/photographs")))
 *         .withEngine(new BeamEngine(options))
 *         .write(Path.of("/shared/flowers"));
 * }</pre>
 *
 * <p>All workers must see the images, and the folder above the data set, under the same absolute
 * paths as the process that calls this; a shared file system does. Through the pipeline go nothing
 * but the names of the shards. The bytes of the data set are those that one machine gives.
 *
 * @param options of the pipeline
 */
public record BeamEngine(PipelineOptions options) implements ShardEngine {
  @Override
  public void run(ShardJob job, List<String> shards) throws IOException {
    if (shards.isEmpty()) { // all of them are complete
      return;
    }
    Pipeline pipeline = Pipeline.create(options);
    pipeline
        .apply("Names", Create.of(shards).withCoder(StringUtf8Coder.of()))
        .apply("Distribute", Reshuffle.viaRandomKey())
        .apply("Shards", ParDo.of(new ShardFn(job)));
    State state;
    try {
      state = pipeline.run().waitUntilFinish();
    } catch (RuntimeException e) { // each runner has its own
      throw explained(e);
    }
    if (state != State.DONE) {
      throw new IOException("the pipeline ended as " + state + "; resume it");
    }
  }

  /** Returns what went wrong in a worker, which engines wrap in errors of their own. */
  private static IOException explained(RuntimeException e) {
    return Throwables.getCausalChain(e).stream()
        .filter(BadImageException.class::isInstance)
        .map(IOException.class::cast)
        .findFirst()
        .orElseGet(
            () ->
                new IOException(
                    "the pipeline failed: " + Throwables.getRootCause(e).getMessage(), e));
  }
}
