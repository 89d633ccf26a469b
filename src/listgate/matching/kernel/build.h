/* Compiles folded names into the arrays that search.h reads. */
#ifndef LG_BUILD_H
#define LG_BUILD_H

#include "search.h"

typedef struct {
    Token *vocab;
    uint32_t *slots, *post_starts, *posts, *name_starts, *name_tokens;
    float *name_weight, *vocab_weight;
    Bag *name_bag;
    Near *near;
    uint32_t *near_starts, *near_bits, *acr_keys, *acr_names, *gram_starts, *gram_names;
    uint64_t n_vocab, n_slots, n_post, n_names, n_name_tokens, n_near, n_buckets, n_bits, n_acr, n_grams;
    uint64_t room_vocab, room_tokens, room_near, room_acr;
} Build;

static void *grown(void *p, uint64_t *room, uint64_t need, size_t size) {
    if (need <= *room) return p;
    while (*room < need) *room = *room ? *room * 2 : 1024;
    return realloc(p, (size_t)*room * size);
}

static void build_rehash(Build *b, uint64_t slots) {
    free(b->slots);
    b->slots = calloc(slots, 4);
    b->n_slots = slots;
    for (uint64_t v = 0; v < b->n_vocab; v++) {
        uint32_t i = hash_text(b->vocab[v].text, b->vocab[v].len, 1) & (uint32_t)(slots - 1);
        while (b->slots[i]) i = (i + 1) & (uint32_t)(slots - 1);
        b->slots[i] = (uint32_t)v + 1;
    }
}

static uint32_t build_token(Build *b, const Token *t) {
    uint32_t mask = (uint32_t)(b->n_slots - 1), i = hash_text(t->text, t->len, 1) & mask;
    for (uint32_t at; (at = b->slots[i]) != 0; i = (i + 1) & mask) {
        const Token *v = &b->vocab[at - 1];
        /* The flags differ only where an ambiguous form is one here and not there. */
        if (v->len == t->len && v->flags == t->flags && memcmp(v->text, t->text, t->len) == 0) return at - 1;
    }
    b->vocab = grown(b->vocab, &b->room_vocab, b->n_vocab + 1, sizeof(Token));
    b->vocab[b->n_vocab++] = *t;
    b->slots[i] = (uint32_t)b->n_vocab;
    if (b->n_vocab * 2 > b->n_slots) build_rehash(b, b->n_slots * 2);
    return (uint32_t)b->n_vocab - 1;
}

typedef struct {
    uint32_t key, id;
} Key;

static int key_order(const void *a, const void *b) {
    const Key *x = a, *y = b;
    if (x->key != y->key) return x->key < y->key ? -1 : 1;
    return x->id < y->id ? -1 : x->id > y->id;
}

LG_API void lg_build_free(Build *b) {
    if (!b) return;
    void *all[] = {b->vocab, b->vocab_weight, b->slots, b->post_starts, b->posts, b->name_starts, b->name_tokens, b->name_weight, b->name_bag,
                   b->near_starts, b->near, b->near_bits, b->acr_keys, b->acr_names, b->gram_starts, b->gram_names};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]);
    free(b);
}

/* The names that have each run of three letters. */
static void build_grams(Build *b, uint32_t n) {
    b->gram_starts = calloc(GRAMS + 2, 4);
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t i = 0; i < n; i++) {
            const Token *t[MAX_TOKENS];
            uint32_t grams[MAX_GRAMS];
            int m = 0, letters;
            for (uint32_t j = b->name_starts[i]; j < b->name_starts[i + 1] && m < MAX_TOKENS; j++) t[m++] = &b->vocab[b->name_tokens[j]];
            m = grams_of(t, m, grams, &letters);
            for (int j = 0; j < m; j++) {
                if (pass == 0) b->gram_starts[grams[j] + 2]++;
                else b->gram_names[b->gram_starts[grams[j] + 1]++] = i;
            }
        }
        if (pass) break;
        for (uint32_t g = 2; g < GRAMS + 2; g++) b->gram_starts[g] += b->gram_starts[g - 1];
        b->n_grams = b->gram_starts[GRAMS + 1];
        b->gram_names = malloc(4 * (size_t)(b->n_grams + 1));
    }
}

/* Names of persons carry no first letters; `types` has one byte a name. */
LG_API Build *lg_build(const Kernel *k, const char *text, const uint32_t *offsets, uint32_t n, const uint8_t *types) {
    Build *b = calloc(1, sizeof *b);
    build_rehash(b, 1 << 12);
    b->n_names = n;
    b->name_starts = malloc(4 * (size_t)(n + 1));
    b->name_weight = malloc(4 * (size_t)(n + 1));
    b->name_bag = calloc((size_t)n + 1, sizeof(Bag));
    b->name_starts[0] = 0;
    Key *acr = NULL;
    for (uint32_t i = 0; i < n; i++) {
        Token t[MAX_TOKENS];
        int m = analyze(&k->words, text + offsets[i], (int)(offsets[i + 1] - offsets[i]), t);
        double weight = 0.0;
        int plain = 0, c = 0;
        char letters[MAX_TOKENS];
        b->name_tokens = grown(b->name_tokens, &b->room_tokens, b->n_name_tokens + (uint64_t)m, 4);
        for (int j = 0; j < m; j++) plain += !(t[j].flags & (F_LEGAL | F_FORM_PART | F_STOP));
        for (int j = 0; j < m; j++) {
            b->name_tokens[b->n_name_tokens++] = build_token(b, &t[j]);
            if (!(t[j].flags & (F_LEGAL | F_FORM_PART))) bag_add(&b->name_bag[i], t[j].text, t[j].len);
            if (plain && (t[j].flags & (F_LEGAL | F_FORM_PART | F_STOP))) continue;
            int again = 0; /* a word said twice weighs once */
            for (int a = 0; a < j && !again; a++) again = t[a].len == t[j].len && memcmp(t[a].text, t[j].text, t[j].len) == 0;
            if (!again) weight += place_weight(&t[j]);
            if (!(t[j].flags & F_NUMBER)) letters[c++] = t[j].text[0];
        }
        if (types[i] != T_PERSON && c >= 3 && c <= 8) {
            acr = grown(acr, &b->room_acr, b->n_acr + 1, sizeof(Key));
            acr[b->n_acr].key = hash_text(letters, c, 11);
            acr[b->n_acr++].id = i;
        }
        b->name_starts[i + 1] = (uint32_t)b->n_name_tokens;
        b->name_weight[i] = weight > 0.0 ? (float)weight : 0.05f;
    }
    if (b->n_acr) qsort(acr, (size_t)b->n_acr, sizeof(Key), key_order);
    b->acr_keys = malloc(4 * (size_t)(b->n_acr + 1));
    b->acr_names = malloc(4 * (size_t)(b->n_acr + 1));
    for (uint64_t i = 0; i < b->n_acr; i++) {
        b->acr_keys[i] = acr[i].key;
        b->acr_names[i] = acr[i].id;
    }
    free(acr);
    build_grams(b, n);
    b->post_starts = calloc(b->n_vocab + 2, 4);
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t j = b->name_starts[i]; j < b->name_starts[i + 1]; j++) {
            int again = 0;
            for (uint32_t a = b->name_starts[i]; a < j; a++) again |= b->name_tokens[a] == b->name_tokens[j];
            if (!again) b->post_starts[b->name_tokens[j] + 2]++;
        }
    for (uint64_t v = 2; v < b->n_vocab + 2; v++) b->post_starts[v] += b->post_starts[v - 1];
    b->n_post = b->post_starts[b->n_vocab + 1];
    b->posts = malloc(4 * (size_t)(b->n_post + 1));
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t j = b->name_starts[i]; j < b->name_starts[i + 1]; j++) {
            int again = 0;
            for (uint32_t a = b->name_starts[i]; a < j; a++) again |= b->name_tokens[a] == b->name_tokens[j];
            if (again) continue;
            uint32_t at = b->post_starts[b->name_tokens[j] + 1]++;
            b->posts[at] = i | (uint32_t)least(b->name_weight[i] * WEIGHT_STEPS, 255.0) << NAME_SHIFT;
        }
    b->vocab_weight = malloc(4 * (size_t)(b->n_vocab + 1));
    for (uint64_t v = 0; v < b->n_vocab; v++) b->vocab_weight[v] = (float)place_weight(&b->vocab[v]);
    uint32_t *keys = NULL, *ids = NULL;
    uint64_t room_ids = 0;
    for (uint64_t v = 0; v < b->n_vocab; v++) {
        const Token *t = &b->vocab[v];
        if ((t->flags & F_NUMBER) || t->len < 2) continue;
        uint32_t own[MAX_KEYS];
        int m = near_keys_of(t->text, t->len, 0, reach_of(t->len), own);
        own[m++] = t->sound_key;
        if (t->bones) own[m++] = t->bones ^ SEED_BONES;
        if (t->flags & F_KNOWN) own[m++] = t->id ^ SEED_ID;
        if (t->group != NONE) own[m++] = hash_text((const char *)&t->group, 4, SEED_GROUP);
        if (t->nick != NONE) own[m++] = hash_text((const char *)&t->nick, 4, SEED_NICK);
        keys = grown(keys, &b->room_near, b->n_near + (uint64_t)m, 4);
        ids = grown(ids, &room_ids, b->n_near + (uint64_t)m, 4);
        for (int i = 0; i < m; i++) {
            keys[b->n_near] = own[i];
            ids[b->n_near++] = (uint32_t)v;
        }
    }
    int bits = 8;
    while ((1ull << bits) < b->n_near / 4) bits++;
    b->n_buckets = 1ull << bits;
    int shift = 32 - bits;
    b->near_starts = calloc(b->n_buckets + 2, 4);
    for (uint64_t i = 0; i < b->n_near; i++) b->near_starts[(keys[i] >> shift) + 2]++;
    for (uint64_t i = 2; i < b->n_buckets + 2; i++) b->near_starts[i] += b->near_starts[i - 1];
    b->near = malloc(sizeof(Near) * (size_t)(b->n_near + 1));
    for (uint64_t i = 0; i < b->n_near; i++) {
        uint32_t at = b->near_starts[(keys[i] >> shift) + 1]++;
        b->near[at].key = keys[i];
        b->near[at].id = ids[i];
    }
    /* One bit in eight is set: most keys that no token has are turned away in the cache. */
    while (bits < 27 && (1ull << bits) < b->n_near * 8) bits++;
    b->n_bits = 1ull << bits;
    b->near_bits = calloc(b->n_bits / 32, 4);
    for (uint64_t i = 0; i < b->n_near; i++) {
        uint32_t bit = keys[i] >> (32 - bits);
        b->near_bits[bit >> 5] |= 1u << (bit & 31);
    }
    free(keys);
    free(ids);
    return b;
}

/* Section `i` of what was built: its address and bytes; 0 past the last. */
LG_API int lg_build_section(const Build *b, int i, const void **at, uint64_t *bytes, const char **name) {
    struct {
        const char *name;
        const void *at;
        uint64_t bytes;
    } s[] = {
        {"vocab", b->vocab, b->n_vocab * sizeof(Token)},
        {"vocab.weight", b->vocab_weight, b->n_vocab * 4},
        {"vocab.slots", b->slots, b->n_slots * 4},
        {"post.starts", b->post_starts, (b->n_vocab + 1) * 4},
        {"posts", b->posts, b->n_post * 4},
        {"name.starts", b->name_starts, (b->n_names + 1) * 4},
        {"name.tokens", b->name_tokens, b->n_name_tokens * 4},
        {"name.weight", b->name_weight, b->n_names * 4},
        {"name.bag", b->name_bag, b->n_names * sizeof(Bag)},
        {"near.starts", b->near_starts, (b->n_buckets + 1) * 4},
        {"near", b->near, b->n_near * sizeof(Near)},
        {"near.bits", b->near_bits, b->n_bits / 8},
        {"acr.keys", b->acr_keys, b->n_acr * 4},
        {"acr.names", b->acr_names, b->n_acr * 4},
        {"gram.starts", b->gram_starts, (GRAMS + 1) * 4},
        {"gram.names", b->gram_names, b->n_grams * 4},
    };
    if (i < 0 || (size_t)i >= sizeof s / sizeof *s) return 0;
    *at = s[i].at;
    *bytes = s[i].bytes;
    *name = s[i].name;
    return 1;
}

#endif
