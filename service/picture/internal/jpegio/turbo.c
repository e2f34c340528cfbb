//go:build turbojpeg

/* A short shim over libjpeg-turbo's classic scanline API. libjpeg reports errors by
 * longjmp, which must not cross Go: every function catches it here and fills a report. */

#include "turbo.h"

#include <setjmp.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <jerror.h>

/* A hostile progressive file can hold any number of scans, each as costly as a whole
 * picture. Real ones have about ten. */
enum { MAX_SCANS = 100 };

typedef struct {
  struct jpeg_error_mgr base;
  jmp_buf escape;
  turbo_report *report;
  int complete; /* every pixel is there: the end of the file may be missing */
} catcher;

struct turbo_decoder {
  struct jpeg_decompress_struct info;
  struct jpeg_progress_mgr progress;
  catcher errors;
  int pixels, started;
  unsigned char *row; /* a whole row, for where only a part is wanted */
  atomic_int stopped;
};

static void on_error(j_common_ptr info) {
  catcher *c = (catcher *)info->err;
  char text[JMSG_LENGTH_MAX];
  info->err->format_message(info, text);
  snprintf(c->report->message, sizeof c->report->message, "%s", text);
  switch (info->err->msg_code) {
  case JERR_BAD_PRECISION:
  case JERR_SOF_UNSUPPORTED:
  case JERR_CONVERSION_NOTIMPL:
  case JERR_ARITH_NOTIMPL:
  case JERR_FRACT_SAMPLE_NOTIMPL:
  case JERR_CCIR601_NOTIMPL:
  case JERR_NOTIMPL:
  case JERR_NOT_COMPILED:
    c->report->result = TURBO_UNSUPPORTED;
    break;
  default:
    c->report->result = TURBO_DAMAGED;
  }
  longjmp(c->escape, 1);
}

/* Some warnings mean that pixels are missing or wrong; the others are harmless. */
static void on_message(j_common_ptr info, int level) {
  if (level >= 0 || ((catcher *)info->err)->complete)
    return;
  switch (info->err->msg_code) {
  case JWRN_JPEG_EOF: /* of a single scan JWRN_HIT_MARKER tells when a pixel is missing */
    if (!jpeg_has_multiple_scans((j_decompress_ptr)info))
      return;
    on_error(info);
    break;
  case JWRN_HIT_MARKER:
  case JWRN_HUFF_BAD_CODE:
  case JWRN_ARITH_BAD_CODE:
  case JWRN_MUST_RESYNC:
    on_error(info);
  }
}

static void on_progress(j_common_ptr info) {
  turbo_decoder *d = info->client_data;
  if (d->stopped) {
    d->errors.report->result = TURBO_STOPPED;
    longjmp(d->errors.escape, 1);
  }
  if (d->info.input_scan_number > MAX_SCANS)
    ERREXIT(info, JERR_BAD_PROGRESSION);
}

static struct jpeg_error_mgr *catch_errors(catcher *c) {
  struct jpeg_error_mgr *base = jpeg_std_error(&c->base);
  base->error_exit = on_error;
  base->emit_message = on_message;
  return base;
}

/* Every function that can fail begins so, and goes on with setjmp. */
static void begin(catcher *c, turbo_report *report) {
  memset(report, 0, sizeof *report);
  c->report = report;
}

turbo_decoder *turbo_open(const unsigned char *data, size_t length, int shrink, turbo_report *report) {
  turbo_decoder *d = calloc(1, sizeof *d);
  if (d == NULL)
    return NULL;
  struct jpeg_decompress_struct *info = &d->info;
  info->err = catch_errors(&d->errors);
  begin(&d->errors, report);
  if (setjmp(d->errors.escape))
    return d;
  jpeg_create_decompress(info);
  info->client_data = d;
  d->progress.progress_monitor = on_progress;
  info->progress = &d->progress;
  jpeg_mem_src(info, data, length);
  jpeg_read_header(info, TRUE);

  info->scale_num = 1;
  info->scale_denom = shrink;
  info->dct_method = JDCT_ISLOW;
  info->out_color_space = JCS_EXT_RGBA;
  d->pixels = TURBO_RGBA;
  if (info->num_components == 4) {
    info->out_color_space = JCS_CMYK;
    d->pixels = info->saw_Adobe_marker ? TURBO_CMYK_INVERTED : TURBO_CMYK;
  }
  jpeg_calc_output_dimensions(info);
  return d;
}

int turbo_width(const turbo_decoder *d) { return (int)d->info.output_width; }
int turbo_height(const turbo_decoder *d) { return (int)d->info.output_height; }
int turbo_pixels(const turbo_decoder *d) { return d->pixels; }

void turbo_rows(turbo_decoder *d, unsigned char *out, int left, int stride, int rows, turbo_report *report) {
  struct jpeg_decompress_struct *info = &d->info;
  begin(&d->errors, report);
  if (setjmp(d->errors.escape))
    return;
  if (!d->started) {
    d->started = 1;
    jpeg_start_decompress(info); /* a progressive file is read whole here */
    if (info->output_components != 4)
      ERREXIT(info, JERR_BAD_LENGTH);
    d->row = malloc((size_t)info->output_width * 4);
    if (d->row == NULL)
      ERREXIT1(info, JERR_OUT_OF_MEMORY, 0);
  }
  int whole = left == 0 && stride == (int)info->output_width * 4;
  for (int y = 0; y < rows && info->output_scanline < info->output_height; y++) {
    JSAMPROW row = out != NULL && whole ? out + (size_t)y * (size_t)stride : d->row;
    jpeg_read_scanlines(info, &row, 1);
    if (out != NULL && !whole)
      memcpy(out + (size_t)y * (size_t)stride, row + (size_t)left * 4, (size_t)stride);
  }
}

/* What warnings come now are about the end of the file, and no pixel misses anything. */
void turbo_finish(turbo_decoder *d, turbo_report *report) {
  begin(&d->errors, report);
  if (setjmp(d->errors.escape))
    return;
  d->errors.complete = 1;
  jpeg_finish_decompress(&d->info);
}

void turbo_stop(turbo_decoder *d) { d->stopped = 1; }

void turbo_close(turbo_decoder *d) {
  jpeg_destroy_decompress(&d->info);
  free(d->row);
  free(d);
}

void turbo_encode(const unsigned char *pixels, int width, int height, int stride,
                  int quality, int full_colour, int progressive,
                  unsigned char **out, unsigned long *length, turbo_report *report) {
  struct jpeg_compress_struct info;
  catcher c;

  memset(&info, 0, sizeof info);
  memset(&c, 0, sizeof c);
  info.err = catch_errors(&c);
  begin(&c, report);
  if (setjmp(c.escape)) {
    if (info.dest != NULL) { /* it has grown beyond what *out points to until told to end */
      info.dest->term_destination(&info);
      free(*out);
      *out = NULL;
    }
    jpeg_destroy_compress(&info);
    return;
  }
  jpeg_create_compress(&info);
  jpeg_mem_dest(&info, out, length);
  info.image_width = width;
  info.image_height = height;
  info.input_components = 4;
  info.in_color_space = JCS_EXT_RGBX;
  jpeg_set_defaults(&info); /* 4:2:0 */
  jpeg_set_quality(&info, quality, TRUE);
  info.dct_method = JDCT_ISLOW;
  info.optimize_coding = TRUE;
  if (full_colour)
    info.comp_info[0].h_samp_factor = info.comp_info[0].v_samp_factor = 1;
  if (progressive)
    jpeg_simple_progression(&info);
  jpeg_start_compress(&info, TRUE);
  while (info.next_scanline < info.image_height) {
    JSAMPROW row = (JSAMPROW)(pixels + (size_t)info.next_scanline * (size_t)stride);
    jpeg_write_scanlines(&info, &row, 1);
  }
  jpeg_finish_compress(&info);
  jpeg_destroy_compress(&info);
}
