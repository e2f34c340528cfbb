//go:build turbojpeg

/* A short shim over libjpeg-turbo's classic scanline API. libjpeg reports errors by
 * longjmp, which must not cross Go: both functions catch it here and fill a report. */

#include "turbo.h"

#include <setjmp.h>
#include <stdio.h>
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
} catcher;

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
  if (level >= 0)
    return;
  switch (info->err->msg_code) {
  case JWRN_JPEG_EOF:
  case JWRN_HIT_MARKER:
  case JWRN_HUFF_BAD_CODE:
  case JWRN_ARITH_BAD_CODE:
  case JWRN_MUST_RESYNC:
    on_error(info);
  }
}

static void on_progress(j_common_ptr info) {
  if (((j_decompress_ptr)info)->input_scan_number > MAX_SCANS)
    ERREXIT(info, JERR_BAD_PROGRESSION);
}

static struct jpeg_error_mgr *catch_errors(catcher *c, turbo_report *report) {
  struct jpeg_error_mgr *base = jpeg_std_error(&c->base);
  base->error_exit = on_error;
  base->emit_message = on_message;
  c->report = report;
  memset(report, 0, sizeof *report);
  return base;
}

void turbo_decode(const unsigned char *data, size_t length, int shrink,
                  unsigned char *out, int width, int height, turbo_report *report) {
  struct jpeg_decompress_struct info;
  struct jpeg_progress_mgr progress;
  catcher c;

  memset(&info, 0, sizeof info);
  memset(&progress, 0, sizeof progress);
  info.err = catch_errors(&c, report);
  if (setjmp(c.escape)) {
    jpeg_destroy_decompress(&info);
    return;
  }
  jpeg_create_decompress(&info);
  progress.progress_monitor = on_progress;
  info.progress = &progress;
  jpeg_mem_src(&info, data, length);
  jpeg_read_header(&info, TRUE);

  info.scale_num = 1;
  info.scale_denom = shrink;
  info.dct_method = JDCT_ISLOW;
  info.out_color_space = JCS_EXT_RGBA;
  report->pixels = TURBO_RGBA;
  if (info.num_components == 4) {
    info.out_color_space = JCS_CMYK;
    report->pixels = info.saw_Adobe_marker ? TURBO_CMYK_INVERTED : TURBO_CMYK;
  }
  jpeg_start_decompress(&info);
  if (info.output_width != (JDIMENSION)width || info.output_height != (JDIMENSION)height ||
      info.output_components != 4)
    ERREXIT(&info, JERR_BAD_LENGTH);
  while (info.output_scanline < info.output_height) {
    JSAMPROW row = out + (size_t)info.output_scanline * (size_t)width * 4;
    jpeg_read_scanlines(&info, &row, 1);
  }
  jpeg_finish_decompress(&info); /* a missing end of the file shows only here */
  jpeg_destroy_decompress(&info);
}

void turbo_encode(const unsigned char *pixels, int width, int height, int stride,
                  int quality, int full_colour, int progressive,
                  unsigned char **out, unsigned long *length, turbo_report *report) {
  struct jpeg_compress_struct info;
  catcher c;

  memset(&info, 0, sizeof info);
  info.err = catch_errors(&c, report);
  if (setjmp(c.escape)) {
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
