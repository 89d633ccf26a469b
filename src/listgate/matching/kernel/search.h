/* From a query to the few listed names worth scoring. */
#ifndef LG_SEARCH_H
#define LG_SEARCH_H

#include "trees.h"

typedef struct {
    uint32_t key, id;
} Near;

typedef struct {
    const Token *vocab;
    const float *vocab_weight; /* how much each tells of any party */
    const uint32_t *slots;
    const uint32_t *post_starts;
    const uint32_t *posts; /* names, and their weight in steps of 1 / WEIGHT_STEPS, cut off */
    const uint32_t *name_starts, *name_tokens, *name_entry;
    const float *name_weight, *name_cap;
    const Bag *name_bag;
    const uint8_t *entry_type, *entry_list;
    const int32_t *entry_from, *entry_to;
    const Near *near; /* spelling: buckets by the top bits of a key */
    const uint32_t *near_starts, *near_bits;
    const uint32_t *acr_keys, *acr_names;
    const uint32_t *gram_starts, *gram_names; /* names that have three letters in a row */
    uint32_t n_vocab, n_names, n_entries, mask, near_shift, bit_shift, n_acr;
} Index;

static int index_open(const Blob *b, Index *x) {
    size_t n;
    x->vocab = section(b, "vocab", &n);
    x->n_vocab = (uint32_t)(n / sizeof(Token));
    x->vocab_weight = section(b, "vocab.weight", &n);
    x->slots = section(b, "vocab.slots", &n);
    x->mask = (uint32_t)(n / 4) - 1;
    x->post_starts = section(b, "post.starts", &n);
    x->posts = section(b, "posts", &n);
    x->name_starts = section(b, "name.starts", &n);
    x->name_tokens = section(b, "name.tokens", &n);
    x->name_entry = section(b, "name.entry", &n);
    x->n_names = (uint32_t)(n / 4);
    x->name_weight = section(b, "name.weight", &n);
    x->name_cap = section(b, "name.cap", &n);
    x->name_bag = section(b, "name.bag", &n);
    x->entry_type = section(b, "entry.type", &n);
    x->n_entries = (uint32_t)n;
    x->entry_list = section(b, "entry.list", &n);
    x->entry_from = section(b, "entry.from", &n);
    x->entry_to = section(b, "entry.to", &n);
    x->near = section(b, "near", &n);
    x->near_starts = section(b, "near.starts", &n);
    uint32_t buckets = (uint32_t)(n / 4) - 1;
    x->near_shift = 32;
    while (buckets > 1) {
        buckets >>= 1;
        x->near_shift--;
    }
    x->near_bits = section(b, "near.bits", &n);
    x->bit_shift = 32;
    for (uint64_t bits = (uint64_t)n * 8; bits > 1; bits >>= 1) x->bit_shift--;
    x->acr_keys = section(b, "acr.keys", &n);
    x->acr_names = section(b, "acr.names", &n);
    x->n_acr = (uint32_t)(n / 4);
    x->gram_starts = section(b, "gram.starts", &n);
    x->gram_names = section(b, "gram.names", &n);
    return x->vocab && x->vocab_weight && x->slots && x->posts && x->name_tokens && x->entry_to && x->name_bag && x->near && x->near_bits && x->acr_names && x->gram_starts && x->gram_names;
}

static uint32_t vocab_find(const Index *x, const char *s, int n) {
    if (n > MAX_TOKEN) n = MAX_TOKEN;
    uint32_t i = hash_text(s, n, 1) & x->mask;
    for (uint32_t at; (at = x->slots[i]) != 0; i = (i + 1) & x->mask) {
        const Token *t = &x->vocab[at - 1];
        if (t->len == n && memcmp(t->text, s, (size_t)n) == 0) return at - 1;
    }
    return NONE;
}

/* Edits within which a listed token is found. */
static int reach_of(int len) { return len < 3 ? 0 : len < 6 ? 1 : 2; }

#define KEY_BASE 0x9E3779B1u
#define KEY_UNBASE 0x0E8B2F51u /* its inverse modulo 2^32 */

static uint32_t key_mix(uint32_t h, int n) {
    h ^= (uint32_t)n * 0x85ebca6bu;
    h ^= h >> 16;
    h *= 0x7feb352du;
    h ^= h >> 15;
    h *= 0x846ca68bu;
    return h ^ h >> 16;
}

/* Keys of a token with `least_out` to `reach` letters left out; returns how many. A key is a
 * polynomial in the letters, so that leaving one out costs no new pass over the rest. */
static int near_keys_of(const char *s, int n, int least_out, int reach, uint32_t *out) {
    uint32_t sum[MAX_TOKEN + 1], power = 1;
    int k = 0;
    if (n > 20) reach = min_int(reach, 1);
    sum[0] = 0;
    for (int i = 0; i < n; i++) {
        sum[i + 1] = sum[i] + (uint8_t)s[i] * power;
        power *= KEY_BASE;
    }
    uint32_t all = sum[n];
    if (least_out < 1) out[k++] = key_mix(all, n);
    if (reach < 1) return k;
    for (int i = 0; i < n; i++) {
        if (i && s[i] == s[i - 1]) continue;
        if (least_out < 2) out[k++] = key_mix(sum[i] + (all - sum[i + 1]) * KEY_UNBASE, n - 1);
        if (reach < 2) continue;
        for (int j = i + 1; j < n; j++) {
            if (j > i + 1 && s[j] == s[j - 1]) continue;
            uint32_t between = (sum[j] - sum[i + 1]) * KEY_UNBASE, after = (all - sum[j + 1]) * KEY_UNBASE * KEY_UNBASE;
            out[k++] = key_mix(sum[i] + between + after, n - 2);
        }
    }
    return k;
}

#define ONE_SLIP 0.85 /* a letter in seven */
#define MAX_KEYS 260
#define MAX_TERMS 32
#define MAX_MATCHES 512

#if defined(__GNUC__) || defined(__clang__)
#define PREFETCH(p) __builtin_prefetch(p)
#else
#define PREFETCH(p) (void)(p)
#endif

/* A listed token that a query token may stand for, and what it tells. */
typedef struct {
    uint32_t id;
    float sim;
    float weight;
} Term;

/* What a token was found to stand for. */
typedef struct {
    uint64_t key; /* of its letters and of what the tables say of it; 0 for none */
    uint32_t first; /* into the pool */
    uint32_t postings;
    uint32_t n;
} Cached;

#define CACHE_SLOTS (1u << 16)
#define POOL_SIZE (1u << 19)

typedef struct {
    const Term *terms;
    int n;
    uint32_t postings;
    double weight;
} Place; /* one place of the query that can be met */

typedef struct {
    uint32_t name;
    double rank;
} Candidate;

#define SECOND_LOOK 0.6 /* share of the least rank, where nothing was found above it */

#define MAX_PLACES 64
#define MAX_CANDIDATES 40

/* What a query has found of a name, and at which place last. */
typedef struct {
    float acc;
    uint32_t place;
} Slot;

/* A word so near a listed one is that one misspelt, not two run together or one cut. */
#define NEAR_ENOUGH 0.9f

#define WEIGHT_STEPS 24
#define NAME_SHIFT 24
#define NAME_BITS 0xFFFFFFu
#define ASKED 1
#define NOT_ASKED 2

typedef struct {
    Words words;
    Trees trees;
    Index index;
    int has_index;
    Cached *cache;
    Term *pool;
    uint32_t cached, pooled;
    Slot *slots;    /* one a name, of use where `seen` says so */
    uint8_t *seen;  /* a name's slot is of the query with this serial */
    uint8_t *asked; /* whether a name is of a list and a time asked for, 0 if not looked up */
    uint8_t serial;
    uint64_t asked_lists;
    int32_t asked_on;
    uint32_t *touched;
    int budget, keep;
    double floor_rank;  /* candidates below are not kept */
    double least_rank;  /* nor scored below this, once common words are counted */
    double near_best;   /* or below this share of the best */
    double sure_rank;   /* below this the letters must be shared too */
    double least_shared;
    double least_covered; /* names that cover each other less are not scored in full */
    double strange;       /* share of the last query's weight in words of no list */
    double least_strange; /* from which names are also sought by runs of letters */
    uint32_t gram_budget; /* names walked for that */
    uint64_t n_scored, n_walked, n_queries;
} Kernel;

static void add_term(Term *terms, int *n, uint32_t id, double sim) {
    for (int i = 0; i < *n; i++)
        if (terms[i].id == id) {
            if (sim > terms[i].sim) terms[i].sim = (float)sim;
            return;
        }
    if (*n < 4 * MAX_TERMS) {
        terms[*n].id = id;
        terms[(*n)++].sim = (float)sim;
    }
}

/* How much a token tells of any party: what candidates are ranked by. A word that is
 * common among companies tells little although no person is called so. */
static double place_weight(const Token *t) { return sqrt(weight_of(t, T_ORG) * weight_of(t, T_PERSON)); }

/* Adds the listed tokens that share one of `k` keys with `t`, the first `plain` of which
 * are its letters with some left out: those at most `reach` edits away. */
static int meet(const Index *x, const Token *t, const uint32_t *keys, int k, int plain, uint32_t exact, int reach, Term *found, int n) {
    /* Passes of their own, so that the misses of one key overlap those of the next. */
    uint32_t live[MAX_KEYS], hits[MAX_MATCHES];
    uint8_t how[MAX_MATCHES];
    int n_live = 0, n_hits = 0;
    for (int i = 0; i < k; i++) {
        uint32_t bit = keys[i] >> x->bit_shift;
        live[n_live] = (uint32_t)i;
        n_live += x->near_bits[bit >> 5] >> (bit & 31) & 1;
    }
    for (int i = 0; i < n_live; i++) PREFETCH(&x->near_starts[keys[live[i]] >> x->near_shift]);
    for (int i = 0; i < n_live; i++) PREFETCH(&x->near[x->near_starts[keys[live[i]] >> x->near_shift]]);
    for (int i = 0; i < n_live; i++) {
        uint32_t key = keys[live[i]], bucket = key >> x->near_shift;
        for (uint32_t j = x->near_starts[bucket]; j < x->near_starts[bucket + 1] && n_hits < MAX_MATCHES; j++) {
            if (x->near[j].key != key || x->near[j].id == exact) continue;
            PREFETCH(&x->vocab[x->near[j].id]);
            hits[n_hits] = x->near[j].id;
            how[n_hits++] = (int)live[i] < plain;
        }
    }
    Pattern p;
    if (n_hits) pattern_of(t->text, t->len, &p);
    for (int i = 0; i < n_hits; i++) {
        const Token *v = &x->vocab[hits[i]];
        if (v->flags & F_NUMBER) continue;
        double s = 0.0;
        int longer = max_int(t->len, v->len);
        if (how[i]) {
            int known = 0;
            for (int j = 0; j < n && !known; j++) known = found[j].id == hits[i];
            if (known) continue;
            int d = distance(&p, v->text, v->len);
            if (d <= 3 && d <= (exact == NONE ? max_int(reach, reach_of(v->len)) : 1) && d < longer) s = 1.0 - (double)d / longer;
        } else if (t->id == v->id) {
            s = 0.98;
        } else if (t->group != NONE && t->group == v->group) {
            s = 0.95;
        } else if (t->nick != NONE && t->nick == v->nick) {
            s = 0.85;
        } else if (t->sound_key == v->sound_key && t->sound_len == v->sound_len && t->sound_len > 1) {
            s = 0.93;
        } else if (t->bones && t->bones == v->bones) {
            s = 0.72;
        }
        if (s >= 0.55) add_term(found, &n, hits[i], s);
    }
    return n;
}

/* Listed tokens that a query token may stand for. */
static int expand(const Index *x, const Token *t, Term *out) {
    Term found[4 * MAX_TERMS];
    int n = 0;
    uint32_t exact = vocab_find(x, t->text, t->len);
    if (exact != NONE) add_term(found, &n, exact, 1.0);
    if (!(t->flags & F_NUMBER) && t->len > 1) {
        uint32_t keys[MAX_KEYS];
        /* A word that is listed as written is seldom a slip for another two letters away. */
        int reach = exact == NONE ? reach_of(t->len) : min_int(1, reach_of(t->len));
        int k = near_keys_of(t->text, t->len, 0, min_int(1, reach), keys);
        int plain = k;
        keys[k++] = t->sound_key;
        if (t->flags & F_KNOWN) keys[k++] = t->id ^ SEED_ID;
        if (t->group != NONE) keys[k++] = hash_text((const char *)&t->group, 4, SEED_GROUP);
        if (t->nick != NONE) keys[k++] = hash_text((const char *)&t->nick, 4, SEED_NICK);
        n = meet(x, t, keys, k, plain, exact, reach, found, n);
        int one_slip = 0; /* then two are not looked for: most keys are theirs */
        for (int i = 0; i < n; i++) one_slip |= found[i].sim >= ONE_SLIP;
        if (reach > 1 && exact == NONE && !one_slip) {
            k = near_keys_of(t->text, t->len, 2, reach, keys);
            n = meet(x, t, keys, k, k, exact, reach, found, n);
        }
        if (n == 0 && t->bones) {
            /* Of what nothing is near, the vowels may all be another habit's. */
            keys[0] = t->bones ^ SEED_BONES;
            n = meet(x, t, keys, 1, 0, exact, reach, found, n);
        }
    }
    for (int i = 1; i < n; i++) { /* best first, then by id */
        Term a = found[i];
        int j = i;
        for (; j > 0 && (found[j - 1].sim < a.sim || (found[j - 1].sim == a.sim && found[j - 1].id > a.id)); j--)
            found[j] = found[j - 1];
        found[j] = a;
    }
    if (n > MAX_TERMS) n = MAX_TERMS;
    for (int i = 0; i < n; i++) found[i].weight = x->vocab_weight[found[i].id];
    memcpy(out, found, (size_t)n * sizeof(Term));
    return n;
}

static uint32_t post_count(const Index *x, uint32_t id) { return x->post_starts[id + 1] - x->post_starts[id]; }

/* Letters put together may be a word elsewhere: the key tells both apart. */
static uint64_t token_key(const Token *t) {
    uint64_t h = (uint64_t)t->len << 1 | ((t->flags & F_KNOWN) != 0), part;
    for (int i = 0; i < t->len; i += 8) { /* letters are followed by zeros */
        memcpy(&part, t->text + i, 8);
        h = (h ^ part) * 0x9FB21C651E98DF25ull;
        h ^= h >> 29;
    }
    h = (h ^ ((uint64_t)t->id << 32 | t->group)) * 0x9FB21C651E98DF25ull;
    h = ((h ^ h >> 32) ^ t->nick) * 0xD6E8FEB86659FD93ull;
    h ^= h >> 32;
    return h ? h : 1;
}

/* The same, remembered: names repeat their tokens. */
static void expand_cached(Kernel *k, const Token *t, uint64_t key, Place *place) {
    uint32_t i = (uint32_t)key & (CACHE_SLOTS - 1);
    while (k->cache[i].key && k->cache[i].key != key) i = (i + 1) & (CACHE_SLOTS - 1);
    Cached *c = &k->cache[i];
    if (!c->key) {
        c->key = key;
        c->first = k->pooled;
        c->n = (uint32_t)expand(&k->index, t, k->pool + k->pooled);
        c->postings = 0;
        for (uint32_t j = 0; j < c->n; j++) c->postings += post_count(&k->index, k->pool[c->first + j].id);
        k->pooled += c->n;
        k->cached++;
    }
    place->terms = k->pool + c->first;
    place->n = (int)c->n;
    place->postings = c->postings;
}

/* Cuts letters into listed tokens of three letters or more; returns how many, 0 if none fit. */
static int cut(const Index *x, const char *s, int n, uint32_t *ids, int depth) {
    for (int i = min_int(n - 3, 24); i >= 3; i--) {
        uint32_t head = vocab_find(x, s, i);
        if (head == NONE) continue;
        for (int gap = 0; gap < 2 && n - i - gap >= 3; gap++) { /* a letter typed for the space */
            uint32_t tail = vocab_find(x, s + i + gap, n - i - gap);
            if (tail != NONE) {
                ids[0] = head;
                ids[1] = tail;
                return 2;
            }
        }
        if (depth > 0 && n - i >= 6) {
            int m = cut(x, s + i, n - i, ids + 1, depth - 1);
            if (m) {
                ids[0] = head;
                return m + 1;
            }
        }
    }
    return 0;
}

/* The longest listed token that a word begins or ends with, whichever is longer: where
 * words were run together with a slip between them. Gives where the rest stands. */
static uint32_t piece(const Index *x, const char *s, int n, int *rest, int *length) {
    for (int i = n - 3; i >= 4; i--) {
        uint32_t head = vocab_find(x, s, i), tail = head == NONE ? vocab_find(x, s + n - i, i) : NONE;
        if (head == NONE && tail == NONE) continue;
        *rest = head != NONE ? i : 0;
        *length = n - i;
        return head != NONE ? head : tail;
    }
    return NONE;
}

typedef struct {
    Token tokens[MAX_TOKENS];
    int n;
    Rows rows;
} Query;


/* What a name must have been met with to be kept. */
typedef struct {
    float least;   /* of its parts at all */
    double square; /* of the query's: times its own weight, at least the square of its parts */
    double rest;   /* what the places still to be walked may add */
} Worth;

/* Walks the names of a place's tokens, nearest first, while `room` lasts; returns how
 * many names were walked and in `done` how many tokens. */
static uint32_t walk(Kernel *k, const Place *p, uint8_t number, uint32_t room, const Worth *w, int *done, uint32_t *n_touched) {
    const Index *x = &k->index;
    uint8_t *seen = k->seen, serial = k->serial;
    Slot *slots = k->slots;
    float worth = w->least;
    uint32_t spent = 0, touched = *n_touched;
    int i = 0;
    for (; i < p->n; i++) {
        uint32_t id = p->terms[i].id, count = post_count(x, id);
        if (spent + count > room) break;
        spent += count;
        double sim = p->terms[i].sim;
        float add = (float)(least(p->terms[i].weight, p->weight) * sim * sim);
        /* A name first met here can have this place and those to come at most: one too
         * heavy for that to be enough is passed by. */
        double most_met = (double)add + w->rest;
        double heavy = w->square > 0.0 ? most_met * most_met / w->square * WEIGHT_STEPS : 255.0;
        uint32_t too_heavy = heavy >= 255.0 ? 255 : (uint32_t)heavy;
        if (i + 2 < p->n) PREFETCH(&x->posts[x->post_starts[p->terms[i + 2].id]]);
        for (uint32_t j = x->post_starts[id], end = x->post_starts[id + 1]; j < end; j++) {
            uint32_t name = x->posts[j] & NAME_BITS;
            if (seen[name] != serial) {
                if (x->posts[j] >> NAME_SHIFT > too_heavy) continue;
                seen[name] = serial;
                slots[name].place = number;
                slots[name].acc = add;
                if (add >= worth) k->touched[touched++] = name;
                continue;
            }
            Slot *slot = &slots[name];
            if (slot->place == number) continue;
            float before = slot->acc;
            slot->place = number;
            slot->acc = before + add;
            if (before < worth && before + add >= worth) k->touched[touched++] = name;
        }
    }
    k->n_walked += spent;
    *n_touched = touched;
    *done = i;
    return spent;
}

typedef struct {
    int32_t on;      /* day asked about, as a proleptic ordinal */
    int32_t type;    /* of the party, T_UNKNOWN if not told */
    uint64_t lists;  /* bit per list that is asked */
    double floor;    /* scores below are not reported */
    int32_t limit;   /* entries reported per query at most */
    int32_t all;     /* score every name that is asked, for tests and tuning */
} Ask;

static int admitted(Kernel *k, uint32_t name, const Ask *ask) {
    if (k->asked[name] == 0) {
        const Index *x = &k->index;
        uint32_t e = x->name_entry[name];
        int is = (ask->lists >> x->entry_list[e] & 1) && x->entry_from[e] <= ask->on && ask->on < x->entry_to[e];
        k->asked[name] = is ? ASKED : NOT_ASKED;
    }
    return k->asked[name] == ASKED;
}

/* Makes room for a query's findings. */
static void begin(Kernel *k, const Ask *ask) {
    if (++k->serial == 0) { /* came round */
        memset(k->seen, 0, k->index.n_names);
        k->serial = 1;
    }
    if (k->asked_on != ask->on || k->asked_lists != ask->lists) {
        memset(k->asked, 0, k->index.n_names);
        k->asked_on = ask->on;
        k->asked_lists = ask->lists;
    }
}

/* Makes room before a query: its places point into the pool until it is answered. */
static void cache_reserve(Kernel *k) {
    if (k->cached + 2 * MAX_PLACES <= CACHE_SLOTS / 2 && k->pooled + 2 * MAX_PLACES * MAX_TERMS <= POOL_SIZE) return;
    memset(k->cache, 0, sizeof(Cached) * CACHE_SLOTS);
    k->cached = k->pooled = 0;
}

/* The first of the names of which a token is the first letters, NONE if there is none. */
static uint32_t acronym_find(const Index *x, const Token *t, int plain) {
    if (t->len < 3 || t->len > 8 || (t->flags & (F_NUMBER | F_LEGAL)) || plain > 4) return NONE;
    uint32_t key = hash_text(t->text, t->len, 11), lo = 0, hi = x->n_acr;
    while (lo < hi) {
        uint32_t mid = (lo + hi) / 2;
        if (x->acr_keys[mid] < key) lo = mid + 1;
        else hi = mid;
    }
    return lo < x->n_acr && x->acr_keys[lo] == key ? lo : NONE;
}

/* Names worth scoring, best first. */
static int candidates(Kernel *k, Query *q, const Ask *ask, Candidate *out) {
    const Index *x = &k->index;
    Place places[MAX_PLACES];
    Term extra[3 * MAX_PLACES];
    int n = 0, n_extra = 0;
    uint32_t n_touched = 0;
    double total = 0.0, strange = 0.0;
    cache_reserve(k);
    begin(k, ask);
    uint64_t keys[MAX_TOKENS];
    for (int i = 0; i < q->n; i++) {
        keys[i] = token_key(&q->tokens[i]);
        PREFETCH(&k->cache[keys[i] & (CACHE_SLOTS - 1)]);
    }
    int plain = 0;
    for (int i = 0; i < q->n; i++) plain += !(q->tokens[i].flags & (F_LEGAL | F_FORM_PART | F_STOP));
    int unknown[MAX_TOKENS];
    for (int i = 0; i < q->n; i++) {
        const Token *t = &q->tokens[i];
        unknown[i] = 0;
        if (n == MAX_PLACES) break;
        if (plain && (t->flags & (F_LEGAL | F_FORM_PART | F_STOP))) continue;
        int again = 0; /* a word said twice is met once */
        for (int j = 0; j < i && !again; j++) again = q->tokens[j].len == t->len && memcmp(q->tokens[j].text, t->text, t->len) == 0;
        if (again) continue;
        Place *p = &places[n];
        expand_cached(k, t, keys[i], p);
        p->weight = place_weight(t);
        total += p->weight;
        unknown[i] = p->n == 0 || p->terms[0].sim < NEAR_ENOUGH;
        if (unknown[i]) strange += p->weight;
        if (p->n) n++;
        if (unknown[i] && t->len >= 6 && n + 6 < MAX_PLACES && n_extra + 6 < 3 * MAX_PLACES) {
            uint32_t ids[6];
            int m = cut(x, t->text, t->len, ids, 2);
            for (int j = 0; j < m; j++) {
                extra[n_extra].id = ids[j];
                extra[n_extra].sim = 0.95f;
                extra[n_extra].weight = x->vocab_weight[ids[j]];
                places[n].terms = &extra[n_extra++];
                places[n].n = 1;
                places[n].weight = 1.0;
                places[n].postings = post_count(x, ids[j]);
                n++;
            }
            int rest, length;
            if (!m && t->len >= 7 && !(t->flags & F_NUMBER) && (ids[0] = piece(x, t->text, t->len, &rest, &length)) != NONE) {
                extra[n_extra].id = ids[0];
                extra[n_extra].sim = 0.95f;
                extra[n_extra].weight = x->vocab_weight[ids[0]];
                places[n].terms = &extra[n_extra++];
                places[n].n = 1;
                places[n].weight = 1.0;
                places[n].postings = post_count(x, ids[0]);
                n++;
                if (length >= 4) {
                    Token part;
                    memset(&part, 0, sizeof part);
                    memcpy(part.text, t->text + rest, (size_t)length);
                    part.len = (uint8_t)length;
                    part.group = part.nick = NONE;
                    token_derive(&part);
                    expand_cached(k, &part, token_key(&part), &places[n]);
                    places[n].weight = 1.0;
                    if (places[n].n) n++;
                }
            }
        }
    }
    for (int i = 0; i + 1 < q->n && n + 2 < MAX_PLACES; i++) { /* neighbours run together */
        char run[2 * MAX_TOKEN + 1];
        const Token *a = &q->tokens[i], *b = &q->tokens[i + 1];
        int m = a->len + b->len;
        if (m > MAX_TOKEN || m < 4) continue;
        memcpy(run, a->text, a->len);
        memcpy(run + a->len, b->text, b->len);
        uint32_t id = vocab_find(x, run, m);
        if (id != NONE) {
            extra[n_extra].id = id;
            extra[n_extra].sim = 0.97f;
            extra[n_extra].weight = x->vocab_weight[id];
            places[n].terms = &extra[n_extra++];
            places[n].n = 1;
            places[n].postings = post_count(x, id);
            places[n++].weight = 1.0;
        } else if (m >= 6 && ((unknown[i] && unknown[i + 1]) || ((unknown[i] || unknown[i + 1]) && min_int(a->len, b->len) <= 3))) {
            Token t;
            memset(&t, 0, sizeof t);
            memcpy(t.text, run, (size_t)m);
            t.len = (uint8_t)m;
            t.group = t.nick = NONE;
            token_derive(&t);
            expand_cached(k, &t, token_key(&t), &places[n]);
            places[n].weight = 1.0;
            if (places[n].n) n++;
        }
    }
    if (q->n > 2 && n + 1 < MAX_PLACES) { /* the whole name as one word, and as its first letters */
        char run[MAX_TOKEN], letters[MAX_TOKENS];
        int m = 0, c = 0;
        for (int i = 0; i < q->n; i++) {
            const Token *t = &q->tokens[i];
            if (t->flags & F_LEGAL) continue;
            if (!(t->flags & F_STOP)) letters[c++] = t->text[0];
            if (m + t->len > MAX_TOKEN) {
                m = MAX_TOKEN + 1;
                break;
            }
            memcpy(run + m, t->text, t->len);
            m += t->len;
        }
        uint32_t ids[2] = {m <= MAX_TOKEN ? vocab_find(x, run, m) : NONE, c >= 3 && c <= 8 ? vocab_find(x, letters, c) : NONE};
        for (int i = 0; i < 2; i++)
            if (ids[i] != NONE && n < MAX_PLACES) {
                extra[n_extra].id = ids[i];
                extra[n_extra].sim = 0.8f;
                extra[n_extra].weight = x->vocab_weight[ids[i]];
                places[n].terms = &extra[n_extra++];
                places[n].n = 1;
                places[n].postings = post_count(x, ids[i]);
                places[n++].weight = i ? 1.0 : total;
            }
    }
    for (int i = 1; i < n; i++) { /* most telling for their names first */
        Place p = places[i];
        double cost = p.postings / p.weight;
        int j = i;
        for (; j > 0 && places[j - 1].postings / places[j - 1].weight > cost; j--) places[j] = places[j - 1];
        places[j] = p;
    }
    if (total <= 0.0) total = 0.05;
    k->strange = strange / total;
    uint32_t spent = 0, postings = 0;
    for (int i = 0; i < n; i++) postings += places[i].postings;
    /* Where all is walked ranks are final, and those too low to be looked at go at once. */
    int final = postings <= (uint32_t)k->budget && !ask->all;
    double bar = final ? most(k->floor_rank, SECOND_LOOK * k->least_rank) : k->floor_rank;
    /* A name that covers less of the query can reach no rank that is kept. */
    Worth worth = {(float)(0.999 * bar * total), 0.999 * bar * total, 0.0};
    uint32_t acr[MAX_TOKENS];
    for (int i = 0; i < q->n; i++)
        if ((acr[i] = acronym_find(x, &q->tokens[i], plain)) != NONE) worth.rest += 0.8 * place_weight(&q->tokens[i]);
    for (int i = 0; i < n; i++) {
        worth.rest += places[i].weight;
        for (int j = 0; j < min_int(2, places[i].n); j++) PREFETCH(&x->posts[x->post_starts[places[i].terms[j].id]]);
    }
    int done[MAX_PLACES], whole = 1;
    for (int i = 0; i < n; i++) {
        uint32_t budget = spent ? (uint32_t)k->budget : 8u * (uint32_t)k->budget;
        worth.rest -= places[i].weight;
        spent += walk(k, &places[i], (uint8_t)i, spent < budget ? budget - spent : 0, &worth, &done[i], &n_touched);
        if (done[i] < places[i].n) whole = 0;
    }
    for (int i = 0; i < q->n; i++) { /* names of which a token is the first letters */
        if (acr[i] == NONE) continue;
        float add = (float)(0.8 * place_weight(&q->tokens[i]));
        for (uint32_t j = acr[i]; j < x->n_acr && x->acr_keys[j] == x->acr_keys[acr[i]] && j < acr[i] + 24; j++) {
            uint32_t name = x->acr_names[j];
            Slot *slot = &k->slots[name];
            float before = k->seen[name] == k->serial ? slot->acc : 0.0f;
            k->seen[name] = k->serial;
            slot->acc = before + add;
            if (before < worth.least && before + add >= worth.least) k->touched[n_touched++] = name;
        }
    }
    int kept = 0;
    double best = 0.0;
    for (uint32_t i = 0; i < n_touched; i++) {
        uint32_t name = k->touched[i];
        double a = k->slots[name].acc, nw = x->name_weight[name];
        if (a * a < bar * total * nw) continue;
        double r = least(1.0, a / total) * least(1.0, a / nw);
        if (r < bar) continue;
        if (kept == k->keep && !(r > out[kept - 1].rank || (r == out[kept - 1].rank && name < out[kept - 1].name))) continue;
        if (!admitted(k, name, ask)) continue;
        int j = kept < k->keep ? kept++ : kept - 1;
        for (; j > 0 && (out[j - 1].rank < r || (out[j - 1].rank == r && out[j - 1].name > name)); j--) out[j] = out[j - 1];
        out[j].name = name;
        out[j].rank = r;
        PREFETCH(&x->name_bag[name]);
        PREFETCH(&x->name_starts[name]);
        PREFETCH(&x->name_entry[name]);
        if (kept == k->keep) bar = most(bar, out[kept - 1].rank);
        if (final && r > best) {
            best = r;
            bar = most(bar, SECOND_LOOK * k->near_best * best);
        }
    }
    /* What was too common to walk still counts for the names that were found. */
    if (!whole)
        for (int i = 0; i < kept; i++) {
            uint32_t name = out[i].name;
            double a = k->slots[name].acc;
            for (int w = 0; w < n; w++) {
                if (done[w] == places[w].n) continue;
                double bestw = 0.0;
                int counted = 0;
                for (uint32_t j = x->name_starts[name]; j < x->name_starts[name + 1]; j++)
                    for (int m = 0; m < places[w].n; m++)
                        if (places[w].terms[m].id != x->name_tokens[j]) continue;
                        else if (m < done[w]) counted = 1;
                        else bestw = most(bestw, least(places[w].terms[m].weight, places[w].weight) * places[w].terms[m].sim * places[w].terms[m].sim);
                if (!counted) a += bestw;
            }
            out[i].rank = least(1.0, a / total) * least(1.0, a / x->name_weight[name]);
        }
    return kept;
}

#define GRAMS (36 * 36 * 36)
#define MAX_GRAMS 62
#define LEAST_LETTERS 6
#define MAX_BY_LETTERS 6

/* Runs of three letters of a name without its legal forms, each once; returns how many. */
static int grams_of(const Token *const *tokens, int n, uint32_t *out, int *letters) {
    char run[64];
    int k = 0, m = letters_run(tokens, n, 0, run);
    *letters = m;
    for (int i = 0; i + 2 < m; i++) {
        uint32_t a = (uint32_t)letter_index(run[i]), b = (uint32_t)letter_index(run[i + 1]), c = (uint32_t)letter_index(run[i + 2]);
        if (a > 35 || b > 35 || c > 35) continue;
        uint32_t gram = (a * 36 + b) * 36 + c;
        int again = 0;
        for (int j = 0; j < k && !again; j++) again = out[j] == gram;
        if (!again) out[k++] = gram;
    }
    return k;
}

/* Names that share runs of letters with a query whose words are of no list: letters
 * struck wrong in several words, words run together. The rarest runs are walked. */
static int by_letters(Kernel *k, const Query *q, const Ask *ask, const Bag *bag, Candidate *out) {
    const Index *x = &k->index;
    const Token *tokens[MAX_TOKENS];
    uint32_t grams[MAX_GRAMS], counts[MAX_GRAMS], n_touched = 0, spent = 0;
    int letters, walked = 0, kept = 0;
    for (int i = 0; i < q->n; i++) tokens[i] = &q->tokens[i];
    int n = grams_of(tokens, q->n, grams, &letters);
    if (letters < LEAST_LETTERS) return 0;
    for (int i = 0; i < n; i++) { /* rarest first */
        uint32_t gram = grams[i], count = x->gram_starts[gram + 1] - x->gram_starts[gram];
        int j = i;
        for (; j > 0 && counts[j - 1] > count; j--) {
            counts[j] = counts[j - 1];
            grams[j] = grams[j - 1];
        }
        counts[j] = count;
        grams[j] = gram;
    }
    begin(k, ask);
    for (; walked < n && spent + counts[walked] <= k->gram_budget; walked++) {
        spent += counts[walked];
        if (walked + 1 < n) PREFETCH(&x->gram_names[x->gram_starts[grams[walked + 1]]]);
        for (uint32_t j = x->gram_starts[grams[walked]], end = x->gram_starts[grams[walked] + 1]; j < end; j++) {
            uint32_t name = x->gram_names[j];
            if (k->seen[name] != k->serial) {
                k->seen[name] = k->serial;
                k->slots[name].place = 0;
            }
            if (++k->slots[name].place == 2) k->touched[n_touched++] = name;
        }
    }
    k->n_walked += spent;
    for (uint32_t i = 0; i < n_touched; i++) {
        uint32_t name = k->touched[i];
        double r = (double)k->slots[name].place / walked;
        int longer = max_int(letters, x->name_bag[name].of[31]), shorter = min_int(letters, x->name_bag[name].of[31]);
        if (r < 0.3 || 3 * shorter < 2 * longer) continue;
        if (kept == MAX_BY_LETTERS && !(r > out[kept - 1].rank || (r == out[kept - 1].rank && name < out[kept - 1].name))) continue;
        if (!admitted(k, name, ask) || bag_shared(bag, &x->name_bag[name]) < 0.75) continue;
        int j = kept < MAX_BY_LETTERS ? kept++ : kept - 1;
        for (; j > 0 && (out[j - 1].rank < r || (out[j - 1].rank == r && out[j - 1].name > name)); j--) out[j] = out[j - 1];
        out[j].name = name;
        out[j].rank = r;
    }
    return kept;
}

static void pair_up(Pairing *p, const Token *q, int nq, const Token *const *t, int nt, int type) {
    p->nq = nq;
    p->nt = nt;
    p->type = type;
    for (int i = 0; i < nq; i++) {
        p->q[i] = &q[i];
        p->wq[i] = weight_of(&q[i], type);
    }
    for (int i = 0; i < nt; i++) {
        p->t[i] = t[i];
        p->wt[i] = weight_of(t[i], type);
    }
}

/* Asks for a name's tokens while another name is being scored. */
static void name_prefetch(const Index *x, uint32_t name) {
    for (uint32_t j = x->name_starts[name]; j < x->name_starts[name + 1]; j++) {
        const char *token = (const char *)&x->vocab[x->name_tokens[j]];
        PREFETCH(token);
        PREFETCH(token + 64);
    }
}

/* Product of the shares of either name's weight that the other one has. */
static double covered(const Pairing *p) {
    double both = 0.0, linked = 0.0, q = 0.0, t = 0.0;
    for (int i = 0; i < p->n; i++) {
        linked += p->links[i].weight;
        both += p->links[i].weight * p->links[i].sim;
    }
    for (int i = 0; i < p->nq; i++)
        if (!(p->used_q >> i & 1)) q += p->wq[i];
    for (int i = 0; i < p->nt; i++)
        if (!(p->used_t >> i & 1)) t += p->wt[i];
    return both > 0.0 ? both * both / ((linked + q) * (linked + t)) : 0.0;
}

static double score_name(Kernel *k, Query *q, uint32_t name, int type, double *f, Pairing *p) {
    const Index *x = &k->index;
    const Token *t[MAX_TOKENS];
    int nt = 0;
    for (uint32_t j = x->name_starts[name]; j < x->name_starts[name + 1] && nt < MAX_TOKENS; j++) t[nt++] = &x->vocab[x->name_tokens[j]];
    int own = x->entry_type[x->name_entry[name]];
    pair_up(p, q->tokens, q->n, t, nt, own != T_UNKNOWN ? own : type);
    align(p, &q->rows);
    k->n_scored++;
    if (covered(p) < k->least_covered) return 0.0;
    features(p, f);
    return curve_at(&k->trees, trees_raw(&k->trees, f, 1));
}

#endif
