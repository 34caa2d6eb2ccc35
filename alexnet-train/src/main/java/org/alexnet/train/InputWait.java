package org.alexnet.train;

import org.tensorflow.proto.NodeExecStats;
import org.tensorflow.proto.StepStats;

/**
 * How long one traced step waited for its images.
 *
 * @param waitMicros from when the step asked for a batch to when it had it, in microseconds
 * @param stepMicros the whole step, in microseconds
 */
public record InputWait(long waitMicros, long stepMicros) {

  /** Reads a trace. */
  static InputWait of(StepStats trace) {
    long begin = Long.MAX_VALUE;
    long end = 0;
    long wait = 0;
    for (var device : trace.getDevStatsList()) {
      for (NodeExecStats node : device.getNodeStatsList()) {
        begin = Math.min(begin, node.getAllStartMicros());
        end = Math.max(end, node.getAllStartMicros() + node.getAllEndRelMicros());
        if (node.getNodeName().endsWith("IteratorGetNext")) {
          wait += node.getAllEndRelMicros();
        }
      }
    }
    return new InputWait(wait, end - begin);
  }
}
