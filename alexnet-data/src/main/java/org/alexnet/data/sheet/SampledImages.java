package org.alexnet.data.sheet;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.alexnet.common.Seeds;
import org.alexnet.data.Dataset;
import org.alexnet.data.StoredRecord;
import org.alexnet.data.StoredRecords;
import org.alexnet.data.proto.ShardManifest;
import org.alexnet.data.source.Split;

/** Training images drawn at random, from few files so that little is read of a large data set. */
final class SampledImages {
  private static final int MOST_SHARDS = 8;

  private SampledImages() {}

  /**
   * Returns some training images, in the order of a seed.
   *
   * @param count how many; all if there are fewer
   * @throws IOException if they cannot be read
   */
  static ImmutableList<StoredRecord> of(Dataset dataset, long seed, int count) throws IOException {
    Random random = new Random(Seeds.derive(seed, "contact sheets"));
    List<Long> places = places(dataset, random, count);
    Collections.shuffle(places, random);
    var records = StoredRecords.at(dataset, Split.TRAIN, places);
    return places.stream().map(records::get).collect(ImmutableList.toImmutableList());
  }

  private static List<Long> places(Dataset dataset, Random random, int count) {
    List<long[]> shards = new ArrayList<>(); // the place of the first image, and their number
    long first = 0;
    for (ShardManifest shard : dataset.manifest(Split.TRAIN).getShardsList()) {
      shards.add(new long[] {first, shard.getImageCount()});
      first += shard.getImageCount();
    }
    Collections.shuffle(shards, random);
    TreeSet<Long> places = new TreeSet<>();
    int taken = 0;
    for (long[] shard : shards) {
      int left = Math.min(MOST_SHARDS, shards.size()) - taken;
      // an equal part of each file, and of small ones all
      long wanted = left > 0 ? (count - places.size() + left - 1) / left : count - places.size();
      long before = places.size();
      if (wanted >= shard[1]) {
        for (long i = 0; i < shard[1] && places.size() < count; i++) {
          places.add(shard[0] + i);
        }
      } else {
        while (places.size() < before + wanted) {
          places.add(shard[0] + random.nextLong(shard[1]));
        }
      }
      taken++;
      if (places.size() >= count) {
        break;
      }
    }
    return new ArrayList<>(places);
  }
}
