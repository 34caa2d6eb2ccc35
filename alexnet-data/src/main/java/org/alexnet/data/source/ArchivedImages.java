package org.alexnet.data.source;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import com.google.common.primitives.ImmutableLongArray;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Objects;
import java.util.RandomAccess;
import org.alexnet.data.source.ImageSource.SourceImage;

/**
 * The images in archives. An image takes 20 bytes and those of its name, so that the 14 million of
 * ImageNet's Fall 2011 release take half a gigabyte; what {@link #get} returns is made when it is
 * asked for.
 */
final class ArchivedImages extends AbstractList<SourceImage> implements RandomAccess {
  private final ImmutableList<Group> groups;
  private final int[] groupStarts;
  private final ImmutableLongArray offsets;
  private final ImmutableIntArray sizes;
  private final ImmutableIntArray labels;
  private final ImmutableIntArray nameEnds;
  private final byte[] names;

  /**
   * Images in one archive.
   *
   * @param archive the archive
   * @param prefix of the images' names: the archive's path below the source's root, and a slash
   */
  private record Group(TarArchive archive, String prefix) {}

  private ArchivedImages(Builder builder) {
    groups = builder.groups.build();
    groupStarts = builder.groupStarts.build().toArray();
    offsets = builder.offsets.build();
    sizes = builder.sizes.build();
    labels = builder.labels.build();
    nameEnds = builder.nameEnds.build();
    names = builder.names.toByteArray();
  }

  @Override
  public SourceImage get(int index) {
    Objects.checkIndex(index, size());
    Group group = groups.get(groupOf(index));
    int nameStart = index == 0 ? 0 : nameEnds.get(index - 1);
    String name =
        new String(names, nameStart, nameEnds.get(index) - nameStart, StandardCharsets.UTF_8);
    return new SourceImage(
        group.prefix + name,
        group.archive.name() + "/" + name,
        labels.get(index),
        new FileRange(group.archive.file(), offsets.get(index), sizes.get(index)));
  }

  private int groupOf(int index) {
    int found = Arrays.binarySearch(groupStarts, index);
    if (found < 0) {
      return -found - 2;
    }
    while (found + 1 < groupStarts.length && groupStarts[found + 1] == index) {
      found++; // groups before it that stayed empty
    }
    return found;
  }

  /**
   * Returns where each class begins, and where the last one ends.
   *
   * @param classCount number of classes, whose images were added one class after another
   */
  int[] starts(int classCount) {
    int[] starts = new int[classCount + 1];
    labels.stream().forEach(label -> starts[label + 1]++);
    for (int label = 0; label < classCount; label++) {
      starts[label + 1] += starts[label];
    }
    return starts;
  }

  @Override
  public int size() {
    return offsets.length();
  }

  /** Collects images, archive by archive. */
  static final class Builder {
    private final ImmutableList.Builder<Group> groups = ImmutableList.builder();
    private final ImmutableIntArray.Builder groupStarts = ImmutableIntArray.builder();
    private final ImmutableLongArray.Builder offsets = ImmutableLongArray.builder();
    private final ImmutableIntArray.Builder sizes = ImmutableIntArray.builder();
    private final ImmutableIntArray.Builder labels = ImmutableIntArray.builder();
    private final ImmutableIntArray.Builder nameEnds = ImmutableIntArray.builder();
    private final ByteArrayOutputStream names = new ByteArrayOutputStream();
    private TarArchive archive;
    private int count;

    /**
     * Says that the next images are in an archive.
     *
     * @param prefix of their names
     */
    Builder in(TarArchive archive, String prefix) {
      this.archive = archive;
      groups.add(new Group(archive, prefix));
      groupStarts.add(count);
      return this;
    }

    /**
     * Adds an image of the last archive.
     *
     * @param label its class, counted from 0
     * @throws IOException if it is larger than any image
     */
    Builder add(TarArchive.Entry entry, int label) throws IOException {
      if (entry.size() > FileRange.LARGEST) {
        throw new IOException(
            archive.name()
                + "/"
                + entry.name()
                + " has "
                + entry.size()
                + " bytes; an image has at most "
                + FileRange.LARGEST);
      }
      offsets.add(entry.offset());
      sizes.add((int) entry.size());
      labels.add(label);
      names.writeBytes(entry.name().getBytes(StandardCharsets.UTF_8));
      nameEnds.add(names.size());
      count++;
      return this;
    }

    /** Returns all of them, in the order in which they were added. */
    ArchivedImages build() {
      return new ArchivedImages(this);
    }
  }
}
