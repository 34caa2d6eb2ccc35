package org.alexnet.graph.report;

import com.google.common.base.Splitter;
import com.google.common.base.Strings;
import java.util.Map;

/** Text in lines of at most {@value #WIDTH} characters. */
final class Paragraphs {
  static final int WIDTH = 100;

  private final StringBuilder text = new StringBuilder();

  /** Adds a line that begins a part. */
  Paragraphs title(String title) {
    text.append(text.isEmpty() ? "" : "\n").append(title).append('\n');
    return this;
  }

  /** Adds facts, each beside what it is. */
  Paragraphs facts(Map<String, String> facts) {
    int longest = facts.keySet().stream().mapToInt(String::length).max().orElse(0);
    facts.forEach((what, fact) -> add("  " + Strings.padEnd(what, longest + 2, ' '), fact));
    return this;
  }

  /** Adds sentences, each in a line of its own, or more. */
  Paragraphs sentences(Iterable<String> sentences) {
    sentences.forEach(sentence -> add("  ", sentence));
    return this;
  }

  /** Adds words behind a beginning, under which the lines that follow are indented. */
  private void add(String beginning, String words) {
    StringBuilder line = new StringBuilder(beginning);
    boolean first = true;
    for (String word : Splitter.on(' ').split(words)) {
      if (!first && line.length() + 1 + word.length() > WIDTH) {
        text.append(line).append('\n');
        line = new StringBuilder(" ".repeat(beginning.length()));
        first = true;
      }
      line.append(first ? "" : " ").append(word);
      first = false;
    }
    text.append(line).append('\n');
  }

  @Override
  public String toString() {
    return text.toString().stripTrailing();
  }
}
