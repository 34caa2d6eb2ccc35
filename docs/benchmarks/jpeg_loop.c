/*
 * Decodes the center crops of all JPEG files in TFRecord files with libjpeg-turbo and nothing else, in as many processes as
 * asked; see README.md. Prints images per second. The files are in memory before the time starts.
 *
 *     cc -O2 -o jpeg_loop jpeg_loop.c -ljpeg
 *     ./jpeg_loop PROCESSES IMAGE_SIZE CROP_SIZE FILE...
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <jpeglib.h>

typedef struct {
  unsigned char *bytes;
  size_t length;
} Jpeg;

static Jpeg *jpegs = NULL;
static size_t count = 0;

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec + time.tv_nsec * 1e-9;
}

static void add(unsigned char *record, size_t length) {
  for (size_t i = 0; i + 3 < length; i++) {
    if (record[i] == 0xff && record[i + 1] == 0xd8 && record[i + 2] == 0xff) {
      if ((count & (count - 1)) == 0) {
        jpegs = realloc(jpegs, 2 * (count + 1) * sizeof(Jpeg));
      }
      jpegs[count++] = (Jpeg){record + i, length - i};
      return;
    }
  }
  fprintf(stderr, "a record without a JPEG file\n");
  exit(1);
}

/* A record: its length, 4 bytes of checksum, the bytes, 4 bytes of checksum. */
static void read_records(const char *name) {
  FILE *file = fopen(name, "rb");
  if (file == NULL) {
    perror(name);
    exit(1);
  }
  uint64_t length;
  while (fread(&length, sizeof length, 1, file) == 1) {
    unsigned char *record = malloc(length);
    fseek(file, 4, SEEK_CUR);
    if (record == NULL || fread(record, 1, length, file) != length) {
      fprintf(stderr, "%s ends within a record\n", name);
      exit(1);
    }
    fseek(file, 4, SEEK_CUR);
    add(record, length);
  }
  fclose(file);
}

static void decode(Jpeg jpeg, int image_size, int crop_size, unsigned char *pixels, unsigned char *row) {
  struct jpeg_decompress_struct decoder;
  struct jpeg_error_mgr errors;
  decoder.err = jpeg_std_error(&errors);
  jpeg_create_decompress(&decoder);
  jpeg_mem_src(&decoder, jpeg.bytes, jpeg.length);
  jpeg_read_header(&decoder, TRUE);
  decoder.dct_method = JDCT_ISLOW;
  decoder.out_color_space = JCS_RGB;
  jpeg_start_decompress(&decoder);
  JDIMENSION margin = (image_size - crop_size) / 2;
  JDIMENSION left = margin;
  JDIMENSION width = crop_size;
  jpeg_crop_scanline(&decoder, &left, &width); /* begins earlier, where a block does */
  jpeg_skip_scanlines(&decoder, margin);
  for (int y = 0; y < crop_size; y++) {
    jpeg_read_scanlines(&decoder, &row, 1);
    memcpy(pixels + (size_t)y * crop_size * 3, row + (margin - left) * 3, crop_size * 3);
  }
  jpeg_abort_decompress(&decoder);
  jpeg_destroy_decompress(&decoder);
}

int main(int argc, char **argv) {
  if (argc < 5) {
    fprintf(stderr, "usage: jpeg_loop PROCESSES IMAGE_SIZE CROP_SIZE FILE...\n");
    return 2;
  }
  size_t processes = atoi(argv[1]);
  int image_size = atoi(argv[2]);
  int crop_size = atoi(argv[3]);
  for (int i = 4; i < argc; i++) {
    read_records(argv[i]);
  }
  double start = now();
  for (size_t process = 0; process < processes; process++) {
    if (fork() == 0) {
      unsigned char *pixels = malloc(3 * crop_size * crop_size);
      unsigned char *row = malloc(3 * image_size);
      for (size_t i = process; i < count; i += processes) {
        decode(jpegs[i], image_size, crop_size, pixels, row);
      }
      _exit(0);
    }
  }
  int status;
  while (wait(&status) > 0) {
    if (status != 0) {
      fprintf(stderr, "a process failed\n");
      return 1;
    }
  }
  printf("%.1f\n", count / (now() - start));
  return 0;
}
