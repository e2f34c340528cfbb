#ifndef MASTHEAD_TURBO_H
#define MASTHEAD_TURBO_H

#include <stddef.h>

enum { TURBO_OK, TURBO_DAMAGED, TURBO_UNSUPPORTED, TURBO_STOPPED };

/* How the decoded bytes are to be read. */
enum { TURBO_RGBA, TURBO_CMYK, TURBO_CMYK_INVERTED };

typedef struct {
  int result;
  char message[200];
} turbo_report;

/* A picture that is being decoded. */
typedef struct turbo_decoder turbo_decoder;

/* Reads the header of data, which must stay where it is until turbo_close, and prepares
 * to decode at 1/shrink. Never NULL but for want of memory; to be closed in any case. */
turbo_decoder *turbo_open(const unsigned char *data, size_t length, int shrink, turbo_report *report);

/* What turbo_open found; sizes in pixels at 1/shrink. */
int turbo_width(const turbo_decoder *d);
int turbo_height(const turbo_decoder *d);
int turbo_pixels(const turbo_decoder *d);

/* Decodes the next rows, 4 bytes a pixel: of each, the pixels from left on as far as the
 * stride goes, which is in bytes. out may be NULL: then the rows are dropped. */
void turbo_rows(turbo_decoder *d, unsigned char *out, int left, int stride, int rows, turbo_report *report);

/* Reads to the end of the picture once all rows are there. */
void turbo_finish(turbo_decoder *d, turbo_report *report);

/* Makes whatever runs in another thread end soon with TURBO_STOPPED. */
void turbo_stop(turbo_decoder *d);

void turbo_close(turbo_decoder *d);

/* Encodes RGBA rows, alpha ignored. *out is to be freed when the result is TURBO_OK. */
void turbo_encode(const unsigned char *pixels, int width, int height, int stride,
                  int quality, int full_colour, int progressive,
                  unsigned char **out, unsigned long *length, turbo_report *report);

#endif
