package org.alexnet.data;

import java.io.Serializable;
import org.alexnet.data.Preparation.BadImages;
import org.alexnet.data.image.StoredFormat;
import org.alexnet.data.source.LabelMap;

/**
 * How the images of every shard of a data set are stored.
 *
 * @param labels the names of the classes
 * @param format size of the squares, and what the files are
 * @param badImages what to do with images that cannot be read
 */
public record ShardOptions(LabelMap labels, StoredFormat format, BadImages badImages)
    implements Serializable {}
