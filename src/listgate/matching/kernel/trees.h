/* The learned score: small trees over the features, then a curve to 0..1. */
#ifndef LG_TREES_H
#define LG_TREES_H

#include "features.h"

typedef struct {
    double threshold;
    double value; /* mean of what lies below: the leaf's own where feature is -1 */
    int32_t feature;
    int32_t left; /* taken where the feature is at most the threshold */
    int32_t right;
    int32_t pad;
} Node;

typedef struct {
    const Node *nodes;
    const uint32_t *roots;
    const double *curve; /* raw, score, raw, score … ascending */
    int n_roots, n_curve;
} Trees;

static int trees_open(const Blob *b, Trees *t) {
    size_t n;
    t->nodes = section(b, "trees.nodes", &n);
    t->roots = section(b, "trees.roots", &n);
    t->n_roots = (int)(n / 4);
    t->curve = section(b, "trees.curve", &n);
    t->n_curve = (int)(n / 16);
    return t->nodes && t->roots && t->curve;
}

/* Raw sum of the trees; adds to `parts` what each feature changed, if given. */
static double trees_raw(const Trees *t, const double *f, double *parts) {
    double sum = 0.0;
    for (int r = 0; r < t->n_roots; r++) {
        const Node *n = &t->nodes[t->roots[r]];
        if (parts) parts[N_FEATURES] += n->value;
        while (n->feature >= 0) {
            const Node *next = &t->nodes[f[n->feature] <= n->threshold ? n->left : n->right];
            if (parts) parts[n->feature] += next->value - n->value;
            n = next;
        }
        sum += n->value;
    }
    return sum;
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
