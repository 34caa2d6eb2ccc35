package org.alexnet.common.cli;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.zip.ZipException;

/** What exceptions that the JDK throws on its own mean for whoever typed the command. */
final class JdkText {
  private JdkText() {}

  static String of(Exception e) {
    if (e instanceof FileSystemException file) {
      return of(file);
    }
    if (e instanceof InvalidPathException path) {
      return String.format(
          "'%s' cannot be a path here (%s); for letters outside ASCII run with LC_ALL=C.UTF-8",
          path.getInput(), path.getReason());
    }
    return e instanceof IOException io ? of(io) : e + "; " + ErrorText.REPORT;
  }

  private static String of(FileSystemException e) {
    String file = e.getFile();
    if (e instanceof NoSuchFileException) {
      return file + " does not exist; check the path";
    }
    if (e instanceof AccessDeniedException) {
      return file + " is not open to this user; check its permissions and those of its folder";
    }
    if (e instanceof DirectoryNotEmptyException) {
      return file + " is a folder that is not empty; empty it, or choose another";
    }
    if (e instanceof NotDirectoryException) {
      return file + " is not a folder; give a folder";
    }
    if (e instanceof FileAlreadyExistsException) {
      return file + " exists already; remove it, or choose another name";
    }
    String reason = e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
    return (file == null ? "" : file + ": ") + reason + remedy(reason);
  }

  private static String of(IOException e) {
    String reason = e.getMessage();
    if (e instanceof EOFException) {
      return "a file ends in the middle" + in(reason) + "; it was cut off: copy or make it again";
    }
    if (e instanceof CharacterCodingException) {
      return "a text file is not in UTF-8" + in(reason) + "; save it as UTF-8";
    }
    if (e instanceof ZipException) {
      return "a compressed file is damaged" + in(reason) + "; copy or make it again";
    }
    if (e instanceof FileNotFoundException) {
      return reason + "; check the path and its permissions";
    }
    return reason == null ? e + "; " + ErrorText.REPORT : reason + remedy(reason);
  }

  private static String in(String reason) {
    return reason == null ? "" : " (" + reason + ")";
  }

  /** Returns the operating system's words, which the JDK hands on. */
  private static String remedy(String reason) {
    return switch (reason) {
      case "No space left on device",
          "Disk quota exceeded",
          "There is not enough space on the disk" ->
          "; what was whole before is untouched: free space and run the command again";
      case "Read-only file system" -> "; choose a folder on another disk";
      case "Is a directory" -> "; give a file, not a folder";
      case "Not a directory" -> "; a part of the path before the last is a file";
      case "File name too long" -> "; choose a shorter name";
      case "Too many open files" -> "; allow more with ulimit -n";
      case "Input/output error" -> "; the disk may be failing: check it";
      default -> "; check the path and its disk, --stack-trace shows where it happened";
    };
  }
}
