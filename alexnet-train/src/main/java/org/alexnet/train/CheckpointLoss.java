package org.alexnet.train;

import com.google.common.collect.Iterables;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The loss that a checkpoint had, as far as its manifest tells.
 *
 * @param value mean cross-entropy, in nats
 * @param images what it is the mean over
 * @param guessing the loss of a network that guesses: the logarithm of the number of classes
 */
record CheckpointLoss(double value, Images images, double guessing) {

  /** Which images. */
  enum Images {
    /** The validation set, right after the checkpoint. */
    VALIDATION,
    /** What was trained on since the epoch began. */
    TRAINING
  }

  /** Returns the loss of a checkpoint; nothing at the beginning of a run. */
  static Optional<CheckpointLoss> of(Checkpoint checkpoint) {
    double guessing = Math.log(checkpoint.spec().classCount());
    List<EpochSummary> epochs = EpochCodec.fromProto(checkpoint.manifest().getEpochsList());
    long evaluated = epochs.isEmpty() ? 0 : Iterables.getLast(epochs).step();
    if (checkpoint.step() > evaluated) {
      double loss = checkpoint.manifest().getLossSum() / (checkpoint.step() - evaluated);
      return Optional.of(new CheckpointLoss(loss, Images.TRAINING, guessing));
    }
    return epochs.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new CheckpointLoss(
                0 - Iterables.getLast(epochs).evaluation().logProbability(),
                Images.VALIDATION,
                guessing));
  }

  /** Returns whether the network had learned more than to guess. */
  boolean isBelowGuessing() {
    return value < guessing;
  }

  /** Returns it for people: {@code validation loss 1.234}. */
  String describe() {
    return images.name().toLowerCase(Locale.ROOT) + " loss " + number(value);
  }

  /** Returns a loss with three decimals, a huge one with its power of ten. */
  static String number(double loss) {
    return String.format(Locale.ROOT, loss < 1e5 ? "%.3f" : "%.1e", loss);
  }
}
