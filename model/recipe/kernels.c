// The parts of a training step that are not matrix products: norms, rotary attention, SwiGLU, the loss, AdamW.
//
// Rows of different lengths lie one after the other without padding; `starts` (rows + 1 numbers) says where each
// begins. Activations are `act`: bfloat16, or float with -DEXACT (the gradient check). Sums are always in float.
// Compiled by fast.py with -Ofast for the machine at hand; plain loops, which gcc turns into vector code.
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#ifdef EXACT
typedef float act;
static inline float wide(act a) { return a; }
static inline act narrow(float f) { return f; }
#else
typedef uint16_t act;
static inline float wide(act a) { union { uint32_t u; float f; } x = {.u = (uint32_t) a << 16}; return x.f; }
static inline act narrow(float f) { union { float f; uint32_t u; } x = {.f = f}; return (x.u + 0x7fff + (x.u >> 16 & 1)) >> 16; }
#endif

#define HEAD 32         // width of a head
#define BLOCK 8         // queries handled together
#define LANES 16        // keys handled together
typedef float lanes __attribute__((vector_size(4 * LANES)));

// y = x + add (when there is something to add); h = y / rms(y) * w; scale keeps 1 / rms(y).
void norm_forward(const float *x, const act *add, float *y, const float *w, act *h, float *scale, long n, long dim, float eps) {
    for (long i = 0; i < n; i++, x += dim, y += dim, h += dim) {
        float sum = 0;
        if (add) {
            for (long d = 0; d < dim; d++) { float v = x[d] + wide(add[d]); y[d] = v; sum += v * v; }
            add += dim;
        } else {
            for (long d = 0; d < dim; d++) { y[d] = x[d]; sum += x[d] * x[d]; }
        }
        float s = scale[i] = 1 / sqrtf(sum / dim + eps);
        for (long d = 0; d < dim; d++) h[d] = narrow(y[d] * s * w[d]);
    }
}

// dy += the gradient through the norm; narrowed gets a copy of it for the next matrix product.
void norm_backward(const float *y, const float *w, const act *dh, const float *scale, float *dy, act *narrowed, float *dw, long n, long dim) {
    for (long i = 0; i < n; i++, y += dim, dh += dim, dy += dim, narrowed += dim) {
        float s = scale[i], dot = 0;
        for (long d = 0; d < dim; d++) { float g = wide(dh[d]); dot += g * w[d] * y[d]; dw[d] += g * y[d] * s; }
        dot *= s * s / dim;
        for (long d = 0; d < dim; d++) { float v = dy[d] + s * (wide(dh[d]) * w[d] - y[d] * dot); dy[d] = v; narrowed[d] = narrow(v); }
    }
}

// One head of a token, turned by its position's angles (the cosines, then the sines). The first elements of the pairs
// go before the second ones, which no product of a query with a key notices.
static inline void turned(const act *from, const float *angle, float scale, float *x) {
    for (int p = 0; p < HEAD / 2; p++) {
        float a = wide(from[2 * p]) * scale, b = wide(from[2 * p + 1]) * scale;
        x[p] = a * angle[p] - b * angle[HEAD / 2 + p];
        x[HEAD / 2 + p] = a * angle[HEAD / 2 + p] + b * angle[p];
    }
}

static inline void turned_back(const float *x, const float *angle, float scale, act *to) {
    for (int p = 0; p < HEAD / 2; p++) {
        float a = x[p] * scale, b = x[HEAD / 2 + p] * scale;
        to[2 * p] = narrow(a * angle[p] + b * angle[HEAD / 2 + p]);
        to[2 * p + 1] = narrow(b * angle[p] - a * angle[HEAD / 2 + p]);
    }
}

// One head of one row as floats: queries (scaled), keys and values, the latter two also transposed, all turned.
typedef struct { float *q, *k, *v, *kt, *vt; long t, wide; } Head;

static Head open_head(float *room, const act *qkv, const int32_t *pos, const float *angles, long t, long width, long h) {
    long up = (t + LANES - 1) / LANES * LANES;
    Head o = {room, room + up * HEAD, room + 2 * up * HEAD, room + 3 * up * HEAD, room + 4 * up * HEAD, t, up};
    memset(room, 0, 5 * up * HEAD * sizeof(float));
    for (long i = 0; i < t; i++) {
        const act *from = qkv + i * 3 * width + h * HEAD;
        float *k = o.k + i * HEAD, *v = o.v + i * HEAD;
        turned(from, angles + pos[i] * HEAD, 1 / sqrtf(HEAD), o.q + i * HEAD);
        turned(from + width, angles + pos[i] * HEAD, 1, k);
        for (int d = 0; d < HEAD; d++) v[d] = wide(from[2 * width + d]);
        for (int d = 0; d < HEAD; d++) { o.kt[d * up + i] = k[d]; o.vt[d * up + i] = v[d]; }
    }
    return o;
}

// out[r][j] = rows[r] . columns[.][j] for one block of rows and the first `reach` columns (a multiple of LANES).
static inline void products(const float *rows, const float *columns, long stride, float *out, long reach) {
    for (long j = 0; j < reach; j += LANES) {
        lanes sum[BLOCK] = {0};
        for (int d = 0; d < HEAD; d++) {
            lanes c = *(const lanes *) (columns + d * stride + j);
            for (int r = 0; r < BLOCK; r++) sum[r] += rows[r * HEAD + d] * c;
        }
        for (int r = 0; r < BLOCK; r++) *(lanes *) (out + r * stride + j) = sum[r];
    }
}

// out[r] = sum over j of p[r][j] * rows[j] for one block.
static inline void mixes(const float *p, long stride, const float *rows, float *out, long reach) {
    for (int half = 0; half < BLOCK; half += 4) {
        lanes sum[4][2] = {0};
        for (long j = 0; j < reach; j++) {
            lanes a = *(const lanes *) (rows + j * HEAD), b = *(const lanes *) (rows + j * HEAD + LANES);
            for (int r = 0; r < 4; r++) { sum[r][0] += p[(half + r) * stride + j] * a; sum[r][1] += p[(half + r) * stride + j] * b; }
        }
        for (int r = 0; r < 4; r++) memcpy(out + (half + r) * HEAD, sum[r], sizeof sum[r]);
    }
}

// to[j] += sum over r of p[r][j] * rows[r] for one block.
static inline void spreads(const float *p, long stride, const float *rows, float *to, long reach) {
    lanes from[BLOCK][2];
    memcpy(from, rows, sizeof from);
    for (long j = 0; j < reach; j++) {
        lanes *at = (lanes *) (to + j * HEAD), a = at[0], b = at[1];
        for (int r = 0; r < BLOCK; r++) { a += p[r * stride + j] * from[r][0]; b += p[r * stride + j] * from[r][1]; }
        at[0] = a;
        at[1] = b;
    }
}

static inline long least(long a, long b) { return a < b ? a : b; }
static inline long rounded(long n) { return (n + LANES - 1) / LANES * LANES; }

// Floats of scratch a row of t tokens needs; LANES-aligned.
static float *scratch(long t, long rows) {
    long up = rounded(t) + LANES;
    return aligned_alloc(64, (size_t) up * (rows * HEAD + 2 * BLOCK) * sizeof(float));
}

static long longest(const int32_t *starts, long rows) {
    long most = 0;
    for (long r = 0; r < rows; r++) if (starts[r + 1] - starts[r] > most) most = starts[r + 1] - starts[r];
    return most;
}

void attention_forward(const act *qkv, act *out, float *logsum, const int32_t *pos, const int32_t *starts, const float *angles, long rows, long heads) {
    long width = heads * HEAD;
    float *room = scratch(longest(starts, rows), 5);
    float mixed[BLOCK * HEAD] __attribute__((aligned(64)));
    for (long row = 0; row < rows; row++) {
        long at = starts[row], t = starts[row + 1] - at;
        for (long h = 0; h < heads; h++) {
            Head o = open_head(room, qkv + at * 3 * width, pos + at, angles, t, width, h);
            float *p = room + 5 * o.wide * HEAD;
            for (long i = 0; i < t; i += BLOCK) {
                long reach = rounded(least(i + BLOCK, t)), n = least(BLOCK, t - i);
                products(o.q + i * HEAD, o.kt, o.wide, p, reach);
                for (long r = 0; r < n; r++) {
                    float *line = p + r * o.wide, top = -INFINITY, sum = 0;
                    long last = i + r;
                    for (long j = 0; j <= last; j++) top = line[j] > top ? line[j] : top;
                    for (long j = last + 1; j < reach; j++) line[j] = top - 1000;
                    for (long j = 0; j < reach; j++) { line[j] = expf(line[j] - top); sum += line[j]; }
                    for (long j = 0; j < reach; j++) line[j] /= sum;
                    logsum[(at + i + r) * heads + h] = top + logf(sum);
                }
                mixes(p, o.wide, o.v, mixed, least(i + BLOCK, t));
                for (long r = 0; r < n; r++)
                    for (int d = 0; d < HEAD; d++) out[(at + i + r) * width + h * HEAD + d] = narrow(mixed[r * HEAD + d]);
            }
        }
    }
    free(room);
}

void attention_backward(const act *qkv, const act *out, const act *dout, const float *logsum, act *dqkv, const int32_t *pos, const int32_t *starts, const float *angles, long rows, long heads) {
    long width = heads * HEAD;
    float *room = scratch(longest(starts, rows), 8);
    for (long row = 0; row < rows; row++) {
        long at = starts[row], t = starts[row + 1] - at;
        for (long h = 0; h < heads; h++) {
            Head o = open_head(room, qkv + at * 3 * width, pos + at, angles, t, width, h);
            float *dq = room + 5 * o.wide * HEAD, *dk = dq + o.wide * HEAD, *dv = dk + o.wide * HEAD, *p = dv + o.wide * HEAD, *ds = p + BLOCK * o.wide;
            float d_out[BLOCK * HEAD] __attribute__((aligned(64)));
            memset(dq, 0, 3 * o.wide * HEAD * sizeof(float));
            for (long i = 0; i < t; i += BLOCK) {
                long end = least(i + BLOCK, t), reach = rounded(end), n = end - i;
                float along[BLOCK] = {0};
                memset(d_out, 0, sizeof d_out);
                for (long r = 0; r < n; r++)
                    for (int d = 0; d < HEAD; d++) {
                        long a = (at + i + r) * width + h * HEAD + d;
                        d_out[r * HEAD + d] = wide(dout[a]);
                        along[r] += wide(dout[a]) * wide(out[a]);
                    }
                products(o.q + i * HEAD, o.kt, o.wide, p, reach);
                products(d_out, o.vt, o.wide, ds, reach);
                for (long r = 0; r < BLOCK; r++) {
                    float *line = p + r * o.wide, *slope = ds + r * o.wide, whole = r < n ? logsum[(at + i + r) * heads + h] : 0;
                    for (long j = (r < n ? i + r + 1 : 0); j < reach; j++) line[j] = -1000;
                    for (long j = 0; j < reach; j++) { line[j] = expf(line[j] - whole); slope[j] = line[j] * (slope[j] - along[r]); }
                }
                mixes(ds, o.wide, o.k, dq + i * HEAD, end);
                spreads(ds, o.wide, o.q + i * HEAD, dk, end);
                spreads(p, o.wide, d_out, dv, end);
            }
            for (long i = 0; i < t; i++) {
                act *to = dqkv + (at + i) * 3 * width + h * HEAD;
                turned_back(dq + i * HEAD, angles + pos[at + i] * HEAD, 1 / sqrtf(HEAD), to);
                turned_back(dk + i * HEAD, angles + pos[at + i] * HEAD, 1, to + width);
                for (int d = 0; d < HEAD; d++) to[2 * width + d] = narrow(dv[i * HEAD + d]);
            }
        }
    }
    free(room);
}

// out = silu(gate) * up; a row of `both` is the gate and then the up half.
void gate_forward(const act *both, act *out, long n, long ffn) {
    for (long i = 0; i < n; i++, both += 2 * ffn, out += ffn)
        for (long d = 0; d < ffn; d++) { float g = wide(both[d]); out[d] = narrow(g / (1 + expf(-g)) * wide(both[ffn + d])); }
}

void gate_backward(const act *both, const act *dout, act *dboth, long n, long ffn) {
    for (long i = 0; i < n; i++, both += 2 * ffn, dboth += 2 * ffn, dout += ffn)
        for (long d = 0; d < ffn; d++) {
            float g = wide(both[d]), u = wide(both[ffn + d]), s = 1 / (1 + expf(-g)), e = wide(dout[d]);
            dboth[d] = narrow(e * u * s * (1 + g * (1 - s)));
            dboth[ffn + d] = narrow(e * g * s);
        }
}

// Weighted cross entropy; the logits are replaced by their gradient. Returns the weighted sum of the losses.
// A line of logits has `stride` places, of which the first `vocab` are real.
double loss(act *logits, const int64_t *target, const float *weight, long n, long vocab, long stride) {
    double total = 0;
    float *line = malloc(vocab * sizeof(float));
    for (long i = 0; i < n; i++, logits += stride) {
        float top = -INFINITY, sum = 0;
        for (long v = 0; v < vocab; v++) { line[v] = wide(logits[v]); top = line[v] > top ? line[v] : top; }
        float right = line[target[i]] - top;
        for (long v = 0; v < vocab; v++) { line[v] = expf(line[v] - top); sum += line[v]; }
        float share = weight[i] / sum;
        total += weight[i] * (logf(sum) - right);
        line[target[i]] -= sum;
        for (long v = 0; v < vocab; v++) logits[v] = narrow(line[v] * share);
    }
    free(line);
    return total;
}

void embed(const float *table, const int64_t *ids, float *x, long n, long dim) {
    for (long i = 0; i < n; i++) memcpy(x + i * dim, table + ids[i] * dim, dim * sizeof(float));
}

void embed_backward(const float *dx, const int64_t *ids, float *dtable, long n, long dim) {
    for (long i = 0; i < n; i++)
        for (long d = 0; d < dim; d++) dtable[ids[i] * dim + d] += dx[i * dim + d];
}
