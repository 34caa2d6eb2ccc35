package org.alexnet.data.internal;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.tensorflow.proto.Example;

/** Records made to exhaust the stack of their reader (CVE-2024-7254). */
class NestedRecordTest {
  /** Tag of the beginning of a group: field 3, which no entry of a map has; wire type 3. */
  private static final byte GROUP = 3 << 3 | 3;

  @Test
  void aRecordOfGroupsWithinGroupsIsRefused() {
    // given: in an entry of the map of features, where the depth was not counted
    byte[] groups = new byte[500_000];
    Arrays.fill(groups, GROUP);
    ByteString record = firstField(firstField(ByteString.copyFrom(groups)));

    // then
    assertThatThrownBy(() -> Example.parseFrom(record.toByteArray()))
        .isInstanceOf(InvalidProtocolBufferException.class)
        .hasMessageContaining("too many levels of nesting");
  }

  private static ByteString firstField(ByteString value) {
    return UnknownFieldSet.newBuilder()
        .addField(1, UnknownFieldSet.Field.newBuilder().addLengthDelimited(value).build())
        .build()
        .toByteString();
  }
}
