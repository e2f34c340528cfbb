#ifndef MASTHEAD_TURBO_H
#define MASTHEAD_TURBO_H

#include <stddef.h>

enum { TURBO_OK, TURBO_DAMAGED, TURBO_UNSUPPORTED };

/* How the decoded bytes are to be read. */
enum { TURBO_RGBA, TURBO_CMYK, TURBO_CMYK_INVERTED };

typedef struct {
  int result;
  int pixels;
  char message[200];
} turbo_report;

/* Decodes into out, which holds width*height*4 bytes: the size at 1/shrink. */
void turbo_decode(const unsigned char *data, size_t length, int shrink,
                  unsigned char *out, int width, int height, turbo_report *report);

/* Encodes RGBA rows, alpha ignored. *out is to be freed when the result is TURBO_OK. */
void turbo_encode(const unsigned char *pixels, int width, int height, int stride,
                  int quality, int full_colour, int progressive,
                  unsigned char **out, unsigned long *length, turbo_report *report);

#endif
