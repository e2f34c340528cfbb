#ifndef MASTHEAD_LOOPS_H
#define MASTHEAD_LOOPS_H

#include <stddef.h>
#include <stdint.h>

/* The same as mixRows and filterRow in loops.go, in vectors. n is a multiple of 4. */
void mix_rows(int16_t *out, const uint8_t *rows, ptrdiff_t stride, const int16_t *weights, int count, int n);
void filter_row(uint8_t *out, const int16_t *row, const int32_t *first, const int16_t *weights, int count, int pixels);

#endif
