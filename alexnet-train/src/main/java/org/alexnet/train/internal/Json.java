package org.alexnet.train.internal;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;

/** Manifests as text. */
public final class Json {
  private Json() {}

  /** A message as JSON that ends in a line feed, fields of value 0 included. */
  public static String of(Message message) {
    try {
      return JsonFormat.printer().includingDefaultValueFields().print(message) + "\n";
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError("only messages with unknown types fail: " + message, e);
    }
  }
}
