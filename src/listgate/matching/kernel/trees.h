/* The learned score: small trees over the features, then a curve to 0..1. */
#ifndef LG_TREES_H
#define LG_TREES_H

#include "features.h"

typedef struct {
    float threshold;
    uint16_t feature;
    uint16_t left; /* of the tree's own nodes; taken where the feature is at most the threshold */
    uint16_t right;
    uint16_t pad;
} Node; /* a leaf leads to itself, at a threshold that everything is below */

typedef struct {
    double least; /* a sum below this after `trees` of them is never worth a look */
    uint64_t trees;
} Gate;

/* One node of a tree made complete: below node i are 2i + 1 and 2i + 2. */
typedef struct {
    float threshold;
    uint32_t feature;
} Split;

#ifndef LANES
#define LANES 8
#endif
#define MAX_DEPTH 8

typedef struct {
    const Node *nodes;
    const double *values; /* mean of what lies below each node, a leaf's own in a leaf */
    const uint32_t *roots;
    const uint32_t *depths; /* steps from each root to its farthest leaf */
    const double *curve; /* raw, score, raw, score … ascending */
    const Gate *gates;
    Split *splits;
    double *leaves;
    uint32_t depth;
    int n_roots, n_curve, n_gates;
} Trees;

static int trees_open(const Blob *b, Trees *t) {
    size_t n;
    t->nodes = section(b, "trees.nodes", &n);
    t->values = section(b, "trees.values", &n);
    t->roots = section(b, "trees.roots", &n);
    t->n_roots = (int)(n / 4);
    t->depths = section(b, "trees.depths", &n);
    t->curve = section(b, "trees.curve", &n);
    t->n_curve = (int)(n / 16);
    t->gates = section(b, "trees.gates", &n);
    t->n_gates = (int)(n / sizeof(Gate));
    return t->nodes && t->values && t->roots && t->depths && t->curve;
}

#define HOPELESS -1e9

/* Fills node `i` of a complete tree and what is below it from node `n` of the tree. */
static void complete(const Node *tree, const double *values, uint32_t n, uint32_t i, uint32_t splits, Split *out, double *leaves) {
    if (i >= splits) {
        leaves[i - splits] = values[n];
        return;
    }
    out[i].threshold = tree[n].threshold;
    out[i].feature = tree[n].feature;
    complete(tree, values, tree[n].left, 2 * i + 1, splits, out, leaves);
    complete(tree, values, tree[n].right, 2 * i + 2, splits, out, leaves);
}

/* Lays the trees out complete: a walk then asks for no links. 0 where memory is short. */
static int trees_complete(Trees *t) {
    uint32_t most = 0;
    for (int r = 0; r < t->n_roots; r++)
        if (t->depths[r] > most) most = t->depths[r];
    t->depth = most;
    if (most > MAX_DEPTH) return 0;
    size_t splits = (1u << most) - 1, leaves = splits + 1, n = (size_t)(t->n_roots + LANES);
    t->splits = calloc(n * splits + 1, sizeof(Split));
    t->leaves = calloc(n * leaves, sizeof(double));
    if (!t->splits || !t->leaves) return 0;
    for (int r = 0; r < t->n_roots; r++)
        complete(t->nodes + t->roots[r], t->values + t->roots[r], 0, 0, (uint32_t)splits, t->splits + (size_t)r * splits, t->leaves + (size_t)r * leaves);
    return 1;
}

/* Leaves of the trees from `r`, walked side by side so that their loads overlap. */
static void leaves_of(const Trees *t, const float *x, int r, double *out) {
    uint32_t splits = (1u << t->depth) - 1, at[LANES] = {0};
    const Split *tree = t->splits + (size_t)r * splits;
    for (uint32_t d = 0; d < t->depth; d++)
        for (uint32_t i = 0; i < LANES; i++) {
            const Split *s = tree + i * splits + at[i];
            at[i] = 2 * at[i] + 1 + !(x[s->feature] <= s->threshold);
        }
    for (uint32_t i = 0; i < LANES; i++) out[i] = t->leaves[(size_t)(r + (int)i) * (splits + 1) + at[i] - splits];
}

/* Raw sum of the trees. With `gated`, names that the first trees find unlike are given
 * up as HOPELESS. */
static double trees_raw(const Trees *t, const double *f, int gated) {
    float x[N_FEATURES];
    for (int i = 0; i < N_FEATURES; i++) x[i] = (float)f[i];
    double sum = 0.0, leaf[LANES];
    int gate = 0;
    for (int r = 0; r < t->n_roots; r++) {
        if ((r & (LANES - 1)) == 0) leaves_of(t, x, r, leaf);
        sum += leaf[r & (LANES - 1)];
        if (gated && gate < t->n_gates && t->gates[gate].trees == (uint64_t)r + 1) {
            if (sum < t->gates[gate].least) return HOPELESS;
            gate++;
        }
    }
    return sum;
}

/* What each feature changed of the sum, along the trees; last the sum of the roots. */
static void trees_parts(const Trees *t, const double *f, double *parts) {
    for (int r = 0; r < t->n_roots; r++) {
        const Node *tree = t->nodes + t->roots[r];
        const double *values = t->values + t->roots[r];
        uint32_t n = 0;
        parts[N_FEATURES] += values[0];
        for (;;) {
            uint32_t next = (float)f[tree[n].feature] <= tree[n].threshold ? tree[n].left : tree[n].right;
            if (next == n) break;
            parts[tree[n].feature] += values[next] - values[n];
            n = next;
        }
    }
}

static double curve_at(const Trees *t, double raw) {
    const double *c = t->curve;
    if (t->n_curve == 0) return raw;
    if (raw <= c[0]) return c[1];
    for (int i = 1; i < t->n_curve; i++) {
        if (raw <= c[2 * i]) {
            double x0 = c[2 * i - 2], y0 = c[2 * i - 1], x1 = c[2 * i], y1 = c[2 * i + 1];
            return y0 + (y1 - y0) * ((raw - x0) / (x1 - x0));
        }
    }
    return c[2 * t->n_curve - 1];
}

#endif
