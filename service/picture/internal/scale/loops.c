//go:build cgo && amd64

#include "loops.h"

#include <immintrin.h>
#include <string.h>

/* Every amd64 processor has SSE2; nearly all have AVX2, which works on twice as much at
 * a time and is used where it is there. Both give the same whole numbers. */
#define WITH_AVX2 __attribute__((target("avx2")))

/* Two taps' weights, in every lane: pmaddwd multiplies both and adds them up. */
static inline __m128i pair(const int16_t *weights) {
  int32_t both;
  memcpy(&both, weights, sizeof both);
  return _mm_set1_epi32(both);
}

static inline __m128i single(int16_t weight) { return _mm_set1_epi32((uint16_t)weight); }

static inline void mix_pair_sse2(__m128i sum[4], __m128i a, __m128i b, __m128i weights) {
  const __m128i zero = _mm_setzero_si128();
  __m128i low = _mm_unpacklo_epi8(a, b), high = _mm_unpackhi_epi8(a, b);
  sum[0] = _mm_add_epi32(sum[0], _mm_madd_epi16(_mm_unpacklo_epi8(low, zero), weights));
  sum[1] = _mm_add_epi32(sum[1], _mm_madd_epi16(_mm_unpackhi_epi8(low, zero), weights));
  sum[2] = _mm_add_epi32(sum[2], _mm_madd_epi16(_mm_unpacklo_epi8(high, zero), weights));
  sum[3] = _mm_add_epi32(sum[3], _mm_madd_epi16(_mm_unpackhi_epi8(high, zero), weights));
}

static inline void mix_block_sse2(int16_t *out, const uint8_t *rows, ptrdiff_t stride, const int16_t *weights, int count) {
  const __m128i half = _mm_set1_epi32(1 << 7);
  __m128i sum[4] = {half, half, half, half};
  int i = 0;
  for (; i + 1 < count; i += 2, rows += 2 * stride)
    mix_pair_sse2(sum, _mm_loadu_si128((const __m128i *)rows), _mm_loadu_si128((const __m128i *)(rows + stride)), pair(weights + i));
  if (i < count)
    mix_pair_sse2(sum, _mm_loadu_si128((const __m128i *)rows), _mm_setzero_si128(), single(weights[i]));
  for (int k = 0; k < 4; k++)
    sum[k] = _mm_srai_epi32(sum[k], 8);
  _mm_storeu_si128((__m128i *)out, _mm_packs_epi32(sum[0], sum[1]));
  _mm_storeu_si128((__m128i *)(out + 8), _mm_packs_epi32(sum[2], sum[3]));
}

WITH_AVX2 static inline void mix_pair_avx2(__m256i sum[4], __m256i a, __m256i b, __m256i weights) {
  const __m256i zero = _mm256_setzero_si256();
  __m256i low = _mm256_unpacklo_epi8(a, b), high = _mm256_unpackhi_epi8(a, b);
  sum[0] = _mm256_add_epi32(sum[0], _mm256_madd_epi16(_mm256_unpacklo_epi8(low, zero), weights));
  sum[1] = _mm256_add_epi32(sum[1], _mm256_madd_epi16(_mm256_unpackhi_epi8(low, zero), weights));
  sum[2] = _mm256_add_epi32(sum[2], _mm256_madd_epi16(_mm256_unpacklo_epi8(high, zero), weights));
  sum[3] = _mm256_add_epi32(sum[3], _mm256_madd_epi16(_mm256_unpackhi_epi8(high, zero), weights));
}

WITH_AVX2 static void mix_block_avx2(int16_t *out, const uint8_t *rows, ptrdiff_t stride, const int16_t *weights, int count) {
  const __m256i half = _mm256_set1_epi32(1 << 7);
  __m256i sum[4] = {half, half, half, half};
  int i = 0;
  for (; i + 1 < count; i += 2, rows += 2 * stride)
    mix_pair_avx2(sum, _mm256_loadu_si256((const __m256i *)rows), _mm256_loadu_si256((const __m256i *)(rows + stride)),
                  _mm256_broadcastd_epi32(pair(weights + i)));
  if (i < count)
    mix_pair_avx2(sum, _mm256_loadu_si256((const __m256i *)rows), _mm256_setzero_si256(), _mm256_broadcastd_epi32(single(weights[i])));
  for (int k = 0; k < 4; k++)
    sum[k] = _mm256_srai_epi32(sum[k], 8);
  /* Everything so far went on within halves of 16 channels each. */
  __m256i even = _mm256_packs_epi32(sum[0], sum[1]), odd = _mm256_packs_epi32(sum[2], sum[3]);
  _mm256_storeu_si256((__m256i *)out, _mm256_permute2x128_si256(even, odd, 0x20));
  _mm256_storeu_si256((__m256i *)(out + 16), _mm256_permute2x128_si256(even, odd, 0x31));
}

void mix_rows(int16_t *out, const uint8_t *rows, ptrdiff_t stride, const int16_t *weights, int count, int n) {
  int x = 0;
  if (__builtin_cpu_supports("avx2"))
    for (; x + 32 <= n; x += 32)
      mix_block_avx2(out + x, rows + x, stride, weights, count);
  for (; x + 16 <= n; x += 16)
    mix_block_sse2(out + x, rows + x, stride, weights, count);
  for (; x < n; x++) {
    int32_t sum = 1 << 7;
    for (int i = 0; i < count; i++)
      sum += weights[i] * rows[i * stride + x];
    out[x] = (int16_t)(sum >> 8);
  }
}

/* The sums of taps i and on, two pixels at a time, added to sum. */
static inline __m128i filter_sse2(__m128i sum, const int16_t *p, const int16_t *weights, int i, int count) {
  for (; i + 1 < count; i += 2) {
    __m128i two = _mm_loadu_si128((const __m128i *)(p + 4 * i));
    __m128i channels = _mm_unpacklo_epi16(two, _mm_srli_si128(two, 8));
    sum = _mm_add_epi32(sum, _mm_madd_epi16(channels, pair(weights + i)));
  }
  if (i < count) {
    __m128i channels = _mm_unpacklo_epi16(_mm_loadl_epi64((const __m128i *)(p + 4 * i)), _mm_setzero_si128());
    sum = _mm_add_epi32(sum, _mm_madd_epi16(channels, single(weights[i])));
  }
  return sum;
}

static inline void round_pixel(uint8_t *out, __m128i sum) {
  sum = _mm_srai_epi32(sum, 20);
  __m128i values = _mm_max_epi16(_mm_packs_epi32(sum, sum), _mm_setzero_si128());
  values = _mm_min_epi16(values, _mm_set1_epi16(255));
  values = _mm_min_epi16(values, _mm_shufflelo_epi16(values, 0xFF)); /* no more than alpha */
  int32_t pixel = _mm_cvtsi128_si32(_mm_packus_epi16(values, values));
  memcpy(out, &pixel, sizeof pixel);
}

static void filter_row_sse2(uint8_t *out, const int16_t *row, const int32_t *first, const int16_t *weights, int count, int pixels) {
  for (int x = 0; x < pixels; x++, weights += count)
    round_pixel(out + 4 * x, filter_sse2(_mm_set1_epi32(1 << 19), row + 4 * first[x], weights, 0, count));
}

WITH_AVX2 static void filter_row_avx2(uint8_t *out, const int16_t *row, const int32_t *first, const int16_t *weights, int count, int pixels) {
  const __m256i spread = _mm256_setr_epi32(0, 0, 0, 0, 1, 1, 1, 1);
  for (int x = 0; x < pixels; x++, weights += count) {
    const int16_t *p = row + 4 * first[x];
    __m256i sums = _mm256_setzero_si256();
    int i = 0;
    for (; i + 3 < count; i += 4) {
      __m256i four = _mm256_loadu_si256((const __m256i *)(p + 4 * i));
      __m256i channels = _mm256_unpacklo_epi16(four, _mm256_srli_si256(four, 8));
      __m256i pairs = _mm256_castsi128_si256(_mm_loadl_epi64((const __m128i *)(weights + i)));
      sums = _mm256_add_epi32(sums, _mm256_madd_epi16(channels, _mm256_permutevar8x32_epi32(pairs, spread)));
    }
    __m128i sum = _mm_add_epi32(_mm256_castsi256_si128(sums), _mm256_extracti128_si256(sums, 1));
    sum = _mm_add_epi32(sum, _mm_set1_epi32(1 << 19));
    round_pixel(out + 4 * x, filter_sse2(sum, p, weights, i, count));
  }
}

void filter_row(uint8_t *out, const int16_t *row, const int32_t *first, const int16_t *weights, int count, int pixels) {
  if (__builtin_cpu_supports("avx2"))
    filter_row_avx2(out, row, first, weights, count, pixels);
  else
    filter_row_sse2(out, row, first, weights, count, pixels);
}
