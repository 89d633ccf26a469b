/* The matching kernel: a plain C library with flat arrays in and out.
 *
 * Everything it reads is mapped from two files, tables (words, weights, trees) and an
 * index (listed names). Scores use +, -, *, / and sqrt only, so they are the same bits
 * on every machine; matching/reference.py says the same in slow Python. */
#include "kernel/search.h"
#include "kernel/build.h"
#include "kernel/inspect.h"

LG_API uint32_t lg_abi(void) { return 2; }
LG_API uint32_t lg_token_size(void) { return sizeof(Token); }
LG_API uint32_t lg_n_features(void) { return N_FEATURES; }

LG_API void lg_close(Kernel *k) {
    if (!k) return;
    free(k->trees.splits);
    free(k->trees.leaves);
    free(k->cache);
    free(k->pool);
    free(k->slots);
    free(k->seen);
    free(k->asked);
    free(k->touched);
    free(k);
}

/* Tables are needed, an index is not; NULL where the bytes are not theirs. */
LG_API Kernel *lg_open(const uint8_t *tables, size_t n_tables, const uint8_t *index, size_t n_index) {
    Kernel *k = calloc(1, sizeof *k);
    if (!k) return NULL;
    Blob t = {tables, n_tables}, x = {index, n_index};
    k->budget = 3000;
    k->keep = 32;
    k->floor_rank = 0.08;
    k->least_rank = 0.18;
    k->near_best = 0.4;
    k->least_covered = 0.18;
    k->sure_rank = 0.4;
    k->least_shared = 0.77;
    k->least_strange = 0.4;
    k->gram_budget = 800;
    if (!words_open(&t, &k->words)) {
        free(k);
        return NULL;
    }
    if (trees_open(&t, &k->trees) && !trees_complete(&k->trees)) {
        lg_close(k);
        return NULL;
    }
    if (index) {
        if (!index_open(&x, &k->index)) {
            free(k);
            return NULL;
        }
        k->has_index = 1;
        uint32_t n = k->index.n_names;
        /* Measured on 60,000 and 570,000 names: more names want more looks, but not in
         * proportion. */
        if (n > 60000) {
            k->budget = (int)(3000.0 * sqrt(n / 60000.0));
            k->keep = MAX_CANDIDATES;
        }
        k->cache = calloc(CACHE_SLOTS, sizeof(Cached));
        k->pool = malloc(sizeof(Term) * POOL_SIZE);
        k->slots = calloc(n + 1, sizeof(Slot));
        k->touched = malloc(4 * (size_t)(n + 1));
        k->seen = calloc((size_t)n + 1, 1);
        k->asked = calloc((size_t)n + 1, 1);
        if (!k->cache || !k->pool || !k->slots || !k->touched || !k->seen || !k->asked) {
            lg_close(k);
            return NULL;
        }
    }
    return k;
}

#define SURE 0.95
#define FOUND 0.70
#define SECOND_SHARED 0.93

LG_API void lg_tune(Kernel *k, int budget, int keep, double floor_rank, double least_rank, double near_best, double least_covered, double sure_rank, double least_shared) {
    k->budget = budget;
    k->keep = keep < 1 ? 1 : keep > MAX_CANDIDATES ? MAX_CANDIDATES : keep;
    k->floor_rank = floor_rank;
    k->least_rank = least_rank;
    k->near_best = near_best;
    k->least_covered = least_covered;
    k->sure_rank = sure_rank;
    k->least_shared = least_shared;
}

LG_API void lg_counts(const Kernel *k, uint64_t *out) {
    out[0] = k->n_queries;
    out[1] = k->n_scored;
    out[2] = k->n_walked;
}

/* The best hits of one line so far, best first, one an entry. */
typedef struct {
    uint32_t *entry, *name;
    double *score;
    int n;
    double top;
    int crowded; /* whether names worth a look may have been kept out by others */
} Hits;

/* Scores a name and puts it among the hits if it belongs there. */
static void consider(Kernel *k, Query *q, uint32_t listed, const Ask *ask, Pairing *p, Hits *hits) {
    double f[N_FEATURES];
    uint32_t e = k->index.name_entry[listed];
    int at = -1;
    for (int h = 0; h < hits->n; h++)
        if (hits->entry[h] == e) at = h;
    /* An entry that is found for sure by one of its names needs no other. */
    if (at >= 0 && hits->score[at] >= SURE && !ask->all) return;
    double s = score_name(k, q, listed, ask->type, f, p);
    if (k->index.name_cap) s = least(s, k->index.name_cap[listed]);
    /* What is reported must not tell how far is looked. */
    hits->top = most(hits->top, s);
    if (s < ask->floor) return;
    if (at >= 0) {
        if (s < hits->score[at] || (s == hits->score[at] && listed > hits->name[at])) return;
        for (int h = at; h + 1 < hits->n; h++) {
            hits->entry[h] = hits->entry[h + 1];
            hits->name[h] = hits->name[h + 1];
            hits->score[h] = hits->score[h + 1];
        }
        hits->n--;
    }
    int h = hits->n;
    if (h == ask->limit) {
        h--;
        if (!(s > hits->score[h] || (s == hits->score[h] && e < hits->entry[h]))) return;
    } else {
        hits->n++;
    }
    for (; h > 0 && (hits->score[h - 1] < s || (hits->score[h - 1] == s && hits->entry[h - 1] > e)); h--) {
        hits->entry[h] = hits->entry[h - 1];
        hits->name[h] = hits->name[h - 1];
        hits->score[h] = hits->score[h - 1];
    }
    hits->entry[h] = e;
    hits->name[h] = listed;
    hits->score[h] = s;
}

/* The hits of one line of folded text. */
static void search_line(Kernel *k, const char *text, int length, const Ask *ask, Hits *hits) {
    Query q;
    Pairing p;
    Candidate c[MAX_CANDIDATES];
    hits->n = 0;
    hits->top = 0.0;
    hits->crowded = 0;
    k->n_queries++;
    q.n = analyze(&k->words, text, length, q.tokens);
    q.rows.have_text = q.rows.have_sound = 0;
    if (!q.n) return;
    int m = candidates(k, &q, ask, c);
    double best = 0.0;
    Bag bag = {{0}};
    for (int j = 0; j < q.n; j++)
        if (!(q.tokens[j].flags & (F_LEGAL | F_FORM_PART))) bag_add(&bag, q.tokens[j].text, q.tokens[j].len);
    for (int j = 0; j < m; j++) best = most(best, c[j].rank);
    double bar = most(k->least_rank, k->near_best * best), low = ask->all ? 0.0 : bar, high = 2.0;
    hits->crowded = m == k->keep;
    for (int j = 0; j < m; j++) hits->crowded &= c[j].rank >= bar;
    double shared = k->least_shared;
    for (int j = 0; j < m; j++)
        if (c[j].rank >= low) PREFETCH(&k->index.name_tokens[k->index.name_starts[c[j].name]]);
    for (int pass = 0; pass < 2; pass++) {
        for (int j = 0; j < m; j++) {
            if (c[j].rank < low || c[j].rank >= high) continue;
            if (c[j].rank < k->sure_rank && bag_shared(&bag, &k->index.name_bag[c[j].name]) < shared) continue;
            if (j + 1 < m && c[j + 1].rank >= low) name_prefetch(&k->index, c[j + 1].name);
            consider(k, &q, c[j].name, ask, &p, hits);
        }
        /* Where nothing was found, names that agree less at first sight but are made
         * of the same letters get a second look. */
        if (hits->top >= FOUND || ask->all) return;
        high = bar;
        low = SECOND_LOOK * bar;
        shared = SECOND_SHARED;
    }
    /* And where the words are of no list, names that share runs of letters get one. */
    if (k->strange < k->least_strange) return;
    m = by_letters(k, &q, ask, &bag, c);
    for (int j = 0; j < m; j++) {
        if (j + 1 < m) name_prefetch(&k->index, c[j + 1].name);
        consider(k, &q, c[j].name, ask, &p, hits);
    }
}

/* Screens `n` folded lines; offsets has n + 1 values. Each line's hits, best first, stand
 * at out_*[i * ask->limit]; counts[i] says how many, crowded[i] whether so many names are
 * as like as these that some were not looked at. Returns the total. */
LG_API int64_t lg_search(Kernel *k, const char *text, const uint32_t *offsets, int n, const uint8_t *types,
                         const Ask *ask_all, int32_t *counts, uint8_t *crowded, uint32_t *out_entry, uint32_t *out_name, double *out_score) {
    int64_t total = 0;
    Ask ask = *ask_all;
    for (int i = 0; i < n; i++) {
        size_t at = (size_t)i * (size_t)ask.limit;
        Hits hits = {out_entry + at, out_name + at, out_score + at, 0, 0.0, 0};
        if (types) ask.type = types[i];
        search_line(k, text + offsets[i], (int)(offsets[i + 1] - offsets[i]), &ask, &hits);
        counts[i] = hits.n;
        crowded[i] = (uint8_t)hits.crowded;
        total += hits.n;
    }
    return total;
}

/* For tuning: every candidate of each line with its features, unscored. Returns how many. */
LG_API int64_t lg_candidates(Kernel *k, const char *text, const uint32_t *offsets, int n, const Ask *ask,
                             int32_t *counts, uint32_t *out_name, double *out_rank, double *out_features, int64_t room) {
    int64_t total = 0;
    Query q;
    Pairing p;
    Candidate c[MAX_CANDIDATES];
    for (int i = 0; i < n; i++) {
        q.n = analyze(&k->words, text + offsets[i], (int)(offsets[i + 1] - offsets[i]), q.tokens);
        q.rows.have_text = q.rows.have_sound = 0;
        int m = q.n ? candidates(k, &q, ask, c) : 0;
        counts[i] = 0;
        for (int j = 0; j < m && total < room; j++) {
            if (c[j].rank < 0.12) continue;
            const Index *x = &k->index;
            const Token *t[MAX_TOKENS];
            int nt = 0;
            for (uint32_t a = x->name_starts[c[j].name]; a < x->name_starts[c[j].name + 1] && nt < MAX_TOKENS; a++) t[nt++] = &x->vocab[x->name_tokens[a]];
            int own = x->entry_type[x->name_entry[c[j].name]];
            pair_up(&p, q.tokens, q.n, t, nt, own != T_UNKNOWN ? own : ask->type);
            align(&p, &q.rows);
            features(&p, out_features + total * N_FEATURES);
            out_name[total] = c[j].name;
            out_rank[total] = c[j].rank;
            counts[i]++;
            total++;
        }
    }
    return total;
}

/* The trees were shown no pair of which no word is like any of the other. */
#define NOTHING_ALIKE 0.25

/* One pair of folded lines: the score, with features, parts and links where asked. */
LG_API double lg_score(Kernel *k, const char *a, int na, const char *b, int nb, int type, double *f, double *parts,
                       double *links, int *n_links, Token *tokens, int *n_tokens) {
    Query q;
    Pairing p;
    Token t[MAX_TOKENS];
    const Token *at[MAX_TOKENS];
    double own[N_FEATURES];
    if (!f) f = own;
    q.n = analyze(&k->words, a, na, q.tokens);
    q.rows.have_text = q.rows.have_sound = 0;
    int nt = analyze(&k->words, b, nb, t);
    for (int i = 0; i < nt; i++) at[i] = &t[i];
    if (parts) memset(parts, 0, sizeof(double) * (N_FEATURES + 1));
    pair_up(&p, q.tokens, q.n, at, nt, type);
    align(&p, &q.rows);
    features(&p, f);
    if (links) {
        *n_links = p.n;
        for (int i = 0; i < p.n; i++) {
            const Link *l = &p.links[i];
            double row[8] = {l->q, l->qn, l->t, l->tn, l->sim, l->weight, l->kind, l->edits};
            memcpy(links + 8 * i, row, sizeof row);
        }
    }
    if (tokens) {
        memcpy(tokens, q.tokens, sizeof(Token) * (size_t)q.n);
        memcpy(tokens + MAX_TOKENS, t, sizeof(Token) * (size_t)nt);
        n_tokens[0] = q.n;
        n_tokens[1] = nt;
    }
    if (!q.n || !nt) return 0.0;
    if (parts) trees_parts(&k->trees, f, parts);
    double s = curve_at(&k->trees, trees_raw(&k->trees, f, 0));
    return p.n ? s : least(s, NOTHING_ALIKE);
}
