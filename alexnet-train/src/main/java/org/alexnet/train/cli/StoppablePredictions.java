package org.alexnet.train.cli;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.alexnet.train.prediction.PredictedBy;
import org.alexnet.train.prediction.PredictedImages;
import org.alexnet.train.prediction.PredictionSource;
import org.alexnet.train.prediction.PredictionStream;

/**
 * Predictions that end with a {@link StoppedException} at the next image, which for a network means
 * after its batch, when a command is told to stop.
 *
 * @param source the predictions
 * @param stop asked before each image
 */
record StoppablePredictions(PredictionSource source, BooleanSupplier stop)
    implements PredictionSource {

  @Override
  public String name() {
    return source.name();
  }

  @Override
  public PredictedImages images() {
    return source.images();
  }

  @Override
  public ImmutableList<PredictedBy> networks() {
    return source.networks();
  }

  @Override
  public PredictionStream open() throws IOException {
    return new Stream(source.open(), stop);
  }

  private record Stream(PredictionStream stream, BooleanSupplier stop) implements PredictionStream {
    @Override
    public boolean next() throws IOException {
      if (stop.getAsBoolean()) {
        throw new StoppedException();
      }
      return stream.next();
    }

    @Override
    public int label() {
      return stream.label();
    }

    @Override
    public float[] probabilities() {
      return stream.probabilities();
    }

    @Override
    public void close() throws IOException {
      stream.close();
    }
  }
}
