package org.alexnet.train;

/**
 * A process that trained a run, from when it began or resumed until it ended.
 *
 * @param stepsBefore the number of steps that were made before
 * @param provenance with what it trained
 * @param commandLine how it was started, without its class path
 */
public record Sitting(long stepsBefore, RunProvenance provenance, String commandLine) {}
