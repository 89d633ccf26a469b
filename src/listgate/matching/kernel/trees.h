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

typedef struct {
    const Node *nodes;
    const double *values; /* mean of what lies below each node, a leaf's own in a leaf */
    const uint32_t *roots;
    const uint32_t *depths; /* steps from each root to its farthest leaf */
    const double *curve; /* raw, score, raw, score … ascending */
    const Gate *gates;
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

/* Leaves of four trees from `r`, walked together so that their loads overlap. */
static void four_leaves(const Trees *t, const float *x, int r, double *out) {
    const Node *tree[4];
    uint32_t at[4] = {0, 0, 0, 0}, depth = 0;
    int n = min_int(4, t->n_roots - r);
    for (int i = 0; i < 4; i++) {
        int k = r + (i < n ? i : 0);
        tree[i] = t->nodes + t->roots[k];
        if (t->depths[k] > depth) depth = t->depths[k];
    }
    for (; depth > 0; depth--) {
        for (int i = 0; i < 4; i++) {
            const Node *node = tree[i] + at[i];
            uint32_t left = node->left, right = node->right;
            at[i] = x[node->feature] <= node->threshold ? left : right;
        }
    }
    for (int i = 0; i < n; i++) out[i] = t->values[t->roots[r + i] + at[i]];
}

/* Raw sum of the trees. With `gated`, names that the first trees find unlike are given
 * up as HOPELESS. */
static double trees_raw(const Trees *t, const double *f, int gated) {
    float x[N_FEATURES];
    for (int i = 0; i < N_FEATURES; i++) x[i] = (float)f[i];
    double sum = 0.0, leaf[4];
    int gate = 0;
    for (int r = 0; r < t->n_roots; r++) {
        if ((r & 3) == 0) four_leaves(t, x, r, leaf);
        sum += leaf[r & 3];
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
