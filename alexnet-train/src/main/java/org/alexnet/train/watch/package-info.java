/**
 * What is written of a training while it runs: {@code steps.jsonl}, which {@link
 * org.alexnet.train.watch.StepLog} keeps as an unbroken run's and {@link
 * org.alexnet.train.watch.LoggedSteps} reads, and event files for TensorBoard. Both are fed by one
 * {@link org.alexnet.train.watch.Watch}, a listener of the training, which knows nothing of the
 * loop. The files are described in {@code docs/watching.md}.
 */
package org.alexnet.train.watch;
