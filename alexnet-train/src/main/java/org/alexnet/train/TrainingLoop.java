package org.alexnet.train;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.alexnet.data.image.Crops;
import org.alexnet.graph.optimizer.TrainingProgress;
import org.alexnet.train.evaluation.Evaluation;
import org.alexnet.train.proto.CheckpointManifest;

/** Epoch after epoch: steps, a checkpoint, an evaluation. */
final class TrainingLoop {
  private final TrainingSession session;
  private final RunFolder folder;
  private final Checkpoints checkpoints;
  private final TrainingListener listener;
  private final BooleanSupplier stop;
  private final long everySteps;
  private final TrainingRecipe recipe;
  private final long imageCount;
  private final Health health;
  private final StallDetector stall;

  private Progress progress = Progress.START;

  TrainingLoop(
      TrainingSession session,
      RunFolder folder,
      Checkpoints checkpoints,
      Control control,
      long everySteps) {
    this.session = session;
    this.folder = folder;
    this.checkpoints = checkpoints;
    this.listener = control.listener();
    this.stop = control.stop();
    this.everySteps = everySteps;
    this.recipe = folder.recipe();
    this.imageCount = folder.trainingImageCount();
    this.health = new Health(session.inspection(), checkpoints);
    this.stall = new StallDetector(folder.spec().classCount(), recipe.stepsOf(1, imageCount));
  }

  /**
   * Trains from a checkpoint or from the beginning.
   *
   * @param latest what the session's variables came from
   */
  TrainingResult run(Optional<Checkpoint> latest) throws IOException {
    try {
      Checkpoint last = train(latest);
      listener.ended();
      return isDone() ? finished(last) : result(last);
    } catch (DivergedException e) {
      listener.diverged(e);
      throw e;
    }
  }

  /** Returns the checkpoint of the last step. */
  private Checkpoint train(Optional<Checkpoint> latest) throws IOException {
    progress = latest.map(Progress::of).orElse(Progress.START);
    listener.opened(folder.start(progress.step(), progress.epochs(), session.inspection()));
    listener.started(folder.spec(), progress.step(), recipe.stepsOf(recipe.epochs(), imageCount));
    latest
        .map(before -> ProvenanceCodec.fromProto(before.manifest().getProvenance()))
        .flatMap(before -> ProvenanceWarning.between(before, folder.provenance()))
        .ifPresent(listener::warned);
    session.startInput(
        progress.step() * recipe.batchSize(), recipe.augmentation(at(progress.step())));
    folder.writeMetrics(
        progress.epochs()); // a kill may have come between a checkpoint and its line
    checkpoints.name(progress.epochs());
    Optional<Checkpoint> checkpoint = latest;
    try (Evaluator evaluator = folder.evaluator(Crops.CENTER)) {
      while (!isDone() && !stop.getAsBoolean()) {
        checkpoint = Optional.of(stepToEndOfEpoch(checkpoint));
        if (!isEndOfEpoch()) {
          break; // stopped
        }
        Optional<Evaluation> evaluation = evaluator.evaluate(checkpoint.get(), stop);
        if (evaluation.isEmpty()) {
          break; // stopped
        }
        completeEpoch(evaluation.get());
        checkpoint = Optional.of(Checkpoints.describe(checkpoint.get(), manifest(checkpoint)));
        folder.writeMetrics(progress.epochs());
        checkpoints.evaluated(progress.epochs());
      }
    }
    return checkpoint.isPresent() ? checkpoint.get() : save();
  }

  /** Evaluates the last checkpoint with ten crops, unless that was done before. */
  private TrainingResult finished(Checkpoint last) throws IOException {
    if (last.manifest().hasTenCrops()) {
      return result(last);
    }
    try (Evaluator evaluator = folder.evaluator(Crops.TEN)) {
      Optional<Evaluation> tenCrops = evaluator.evaluate(last, stop);
      if (tenCrops.isEmpty()) {
        return result(last);
      }
      CheckpointManifest manifest =
          last.manifest().toBuilder().setTenCrops(EpochCodec.toProto(tenCrops.get())).build();
      return result(Checkpoints.describe(last, manifest));
    }
  }

  private TrainingResult result(Checkpoint last) {
    Optional<Evaluation> tenCrops =
        last.manifest().hasTenCrops()
            ? Optional.of(EpochCodec.fromProto(last.manifest().getTenCrops()))
            : Optional.empty();
    return new TrainingResult(last, progress.epochs(), tenCrops, folder.dataset().badRecords());
  }

  private boolean isDone() {
    return progress.epochs().size() >= recipe.epochs()
        || recipe.schedule().isOver(at(progress.step()));
  }

  private long endOfEpoch() {
    return recipe.stepsOf(progress.epochs().size() + 1, imageCount);
  }

  private boolean isEndOfEpoch() {
    return progress.step() == endOfEpoch();
  }

  /** Returns what schedule and events know when so many steps were made. */
  private TrainingProgress at(long steps) {
    return new TrainingProgress(
        steps, (double) steps * recipe.batchSize() / imageCount, progress.errors());
  }

  /** Returns the highest learning rate of a step of this epoch; the first of all is step 1. */
  private double learningRate(long step) {
    return recipe.learningRates(folder.spec(), at(Math.max(0, step - 1))).highestOfWeights();
  }

  /** Makes the steps that the epoch still lacks, or as many as it may; then saves. */
  private Checkpoint stepToEndOfEpoch(Optional<Checkpoint> latest) throws IOException {
    Optional<Checkpoint> saved = latest.filter(c -> c.step() == progress.step());
    while (!isEndOfEpoch() && !stop.getAsBoolean()) {
      TrainingProgress before = at(progress.step());
      TrainingSession.Measured batch =
          session.step(recipe.learningRates(folder.spec(), before), recipe.augmentation(before));
      health.requireFiniteStep(batch, progress.step() + 1, learningRate(progress.step() + 1));
      progress = progress.stepped(batch);
      listener.stepped(
          new StepSummary(
              progress.epochs().size() + 1, progress.step(), batch.loss(), batch.error()));
      stall.stepped(batch.loss()).ifPresent(listener::warned);
      saved = progress.step() % everySteps == 0 ? Optional.of(save()) : Optional.empty();
    }
    return saved.isPresent() ? saved.get() : save();
  }

  private void completeEpoch(Evaluation evaluation) {
    long before = recipe.stepsOf(progress.epochs().size(), imageCount);
    EpochSummary summary =
        new EpochSummary(
            progress.epochs().size() + 1,
            progress.step(),
            learningRate(progress.step()),
            progress.lossSum() / (progress.step() - before),
            progress.errorSum() / (progress.step() - before),
            evaluation);
    progress = progress.completed(summary);
    listener.evaluated(summary);
  }

  /** Saves what a step made, unless that is broken: a checkpoint is good to resume from. */
  private Checkpoint save() throws IOException {
    health.requireFiniteVariables(progress.step(), learningRate(progress.step()));
    listener.saving(progress.step());
    Checkpoint checkpoint =
        checkpoints.save(session.session(), manifest(Optional.empty()), folder.meanFile());
    listener.saved(checkpoint);
    return checkpoint;
  }

  private CheckpointManifest manifest(Optional<Checkpoint> written) throws IOException {
    CheckpointManifest.Builder manifest =
        folder
            .checkpointManifest()
            .setStep(progress.step())
            .setLossSum(progress.lossSum())
            .setErrorSum(progress.errorSum())
            .addAllEpochs(progress.epochs().stream().map(EpochCodec::toProto).toList());
    written.ifPresent(checkpoint -> manifest.addAllFiles(checkpoint.manifest().getFilesList()));
    return manifest.build();
  }

  /** How far a training has come. */
  private record Progress(
      long step, double lossSum, double errorSum, ImmutableList<EpochSummary> epochs) {
    static final Progress START = new Progress(0, 0, 0, ImmutableList.of());

    static Progress of(Checkpoint checkpoint) {
      return new Progress(
          checkpoint.step(),
          checkpoint.manifest().getLossSum(),
          checkpoint.manifest().getErrorSum(),
          EpochCodec.fromProto(checkpoint.manifest().getEpochsList()));
    }

    Progress stepped(TrainingSession.Measured batch) {
      return new Progress(step + 1, lossSum + batch.loss(), errorSum + batch.error(), epochs);
    }

    Progress completed(EpochSummary epoch) {
      return new Progress(
          step, 0, 0, ImmutableList.<EpochSummary>builder().addAll(epochs).add(epoch).build());
    }

    ImmutableList<Double> errors() {
      return epochs.stream()
          .map(epoch -> epoch.evaluation().top1Error())
          .collect(ImmutableList.toImmutableList());
    }
  }
}
