/* The tables of words, and a folded name's tokens: phrases taken together, forms and
 * generic words known as such, misspelt ones of these recognised. */
#ifndef LG_WORDS_H
#define LG_WORDS_H

#include "letters.h"

typedef struct {
    uint32_t offset;
    uint32_t canon;  /* word that stands for this one, NONE if itself */
    uint32_t group;
    uint32_t nick;
    uint32_t family;
    float w_org;
    float w_per;
    uint16_t flags;
    uint8_t len;
    uint8_t bits; /* 1: a legal form only at the end or start; 2: may be corrected to;
                     upper four: words of the longest phrase it starts */
} Word;

typedef struct {
    uint32_t offset;
    uint32_t canon;
    uint32_t len;
} Phrase;

typedef struct {
    const char *text;
    const Word *words;
    const uint32_t *word_slots;
    const Phrase *phrases;
    const uint32_t *phrase_slots;
    const uint32_t *near_starts; /* spelling: buckets by the top bits of a key */
    const uint32_t *near_keys;
    const uint32_t *near_words;
    const uint32_t *form_words;  /* parts of legal forms, five letters or more */
    const uint64_t *form_letters;
    uint32_t word_mask, phrase_mask, near_shift, n_forms;
} Words;

static int words_open(const Blob *b, Words *w) {
    size_t n;
    w->text = section(b, "words.text", &n);
    w->words = section(b, "words", &n);
    w->word_slots = section(b, "words.slots", &n);
    w->word_mask = (uint32_t)(n / 4) - 1;
    w->phrases = section(b, "phrases", &n);
    w->phrase_slots = section(b, "phrases.slots", &n);
    w->phrase_mask = (uint32_t)(n / 4) - 1;
    w->form_words = section(b, "form.words", &n);
    w->n_forms = w->form_words ? (uint32_t)(n / 4) : 0;
    w->form_letters = section(b, "form.letters", &n);
    w->near_keys = section(b, "near.keys", &n);
    w->near_words = section(b, "near.words", &n);
    w->near_starts = section(b, "near.starts", &n);
    uint32_t buckets = (uint32_t)(n / 4) - 1;
    w->near_shift = 32;
    while (buckets > 1) {
        buckets >>= 1;
        w->near_shift--;
    }
    return w->text && w->words && w->word_slots && w->phrases && w->phrase_slots && w->near_keys &&
           w->near_starts && w->near_words;
}

enum { SEED_SOUND = 4, SEED_BONES = 5, SEED_GROUP = 6, SEED_NICK = 8, SEED_ID = 13 };

static int is_number(const char *s, int n) {
    int digits = 0;
    for (int i = 0; i < n; i++) digits += s[i] >= '0' && s[i] <= '9';
    return digits > 0 && n - digits <= 1 && n <= 18;
}

static uint32_t word_find(const Words *w, const char *s, int n) {
    uint32_t i = hash_text(s, n, 1) & w->word_mask;
    for (uint32_t at; (at = w->word_slots[i]) != 0; i = (i + 1) & w->word_mask) {
        const Word *r = &w->words[at - 1];
        if (r->len == n && memcmp(w->text + r->offset, s, (size_t)n) == 0) return at - 1;
    }
    return NONE;
}

static uint32_t phrase_find(const Words *w, const char *s, int n) {
    uint32_t i = hash_text(s, n, 2) & w->phrase_mask;
    for (uint32_t at; (at = w->phrase_slots[i]) != 0; i = (i + 1) & w->phrase_mask) {
        const Phrase *r = &w->phrases[at - 1];
        if (r->len == (uint32_t)n && memcmp(w->text + r->offset, s, (size_t)n) == 0) return r->canon;
    }
    return NONE;
}

static uint32_t near_key(const char *s, int n, int skip) {
    char t[64];
    if (skip < 0) return hash_text(s, n, 3);
    memcpy(t, s, (size_t)skip);
    memcpy(t + skip, s + skip + 1, (size_t)(n - skip - 1));
    return hash_text(t, n - 1, 3);
}

/* A correctable word one edit away from `s`, or NONE: the lowest-numbered one. */
static uint32_t word_near(const Words *w, const char *s, int n) {
    if (n < 5 || n > 30) return NONE;
    uint32_t best = NONE;
    Pattern p;
    int have = 0;
    for (int skip = -1; skip < n; skip++) {
        uint32_t key = near_key(s, n, skip), bucket = w->near_shift >= 32 ? 0 : key >> w->near_shift;
        for (uint32_t i = w->near_starts[bucket]; i < w->near_starts[bucket + 1]; i++) {
            if (w->near_keys[i] != key || w->near_words[i] >= best) continue;
            const Word *r = &w->words[w->near_words[i]];
            if (!have) {
                pattern_of(s, n, &p);
                have = 1;
            }
            if (distance(&p, w->text + r->offset, r->len) == 1) best = w->near_words[i];
        }
    }
    return best;
}

static int ends_with(const char *s, int n, const char *end) {
    int m = (int)strlen(end);
    return n > m + 2 && memcmp(s + n - m, end, (size_t)m) == 0;
}

static int is_patronym(const char *s, int n) {
    static const char *ends[] = {"ovich", "evich", "ovych", "evych", "ovna", "evna", "ivna", "yevich", "ogly", "oglu", "qizi", "kyzy"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (ends_with(s, n, ends[i])) return 1;
    return 0;
}

static void token_derive(Token *t) {
    t->sound_len = (uint8_t)sound_of(t->text, t->len, t->sound);
    t->sound_key = hash_text(t->sound, t->sound_len, SEED_SOUND);
    t->bones = (t->flags & F_NUMBER) ? 0 : bones_of(t->sound, t->sound_len);
    t->letters = letters_of(t->text, t->len);
    t->sounds = (uint32_t)letters_of(t->sound, t->sound_len);
}

/* A token from its letters and, where the tables know it, its word. */
static void token_make(const Words *w, const char *s, int n, uint32_t word, Token *t) {
    memset(t, 0, sizeof *t);
    t->group = t->nick = t->family = NONE;
    t->w_org = t->w_per = 1.0f;
    if (word != NONE) {
        const Word *r = &w->words[word];
        if (r->canon != NONE) r = &w->words[r->canon];
        const char *canon = w->text + r->offset;
        /* Numbers and phrases are compared in the form that stands for them. */
        if (n == 0 || is_number(canon, r->len)) {
            s = canon;
            n = r->len;
        }
        t->id = hash_text(canon, r->len, 12);
        t->w_org = r->w_org;
        t->w_per = r->w_per;
        t->group = r->group;
        t->nick = r->nick;
        t->family = r->family;
        t->flags = (uint16_t)(r->flags | F_KNOWN);
    }
    if (n > MAX_TOKEN) n = MAX_TOKEN;
    memcpy(t->text, s, (size_t)n);
    t->len = (uint8_t)n;
    if (word == NONE) t->id = hash_text(s, n, 12);
    if (is_number(s, n)) t->flags |= F_NUMBER;
    if (is_patronym(s, n)) t->flags |= F_PATRONYM;
    token_derive(t);
}

/* Words of a line as written, before phrases are taken together. */
typedef struct {
    const char *at[64];
    int len[64];
    uint32_t word[64];  /* as written, NONE if the tables lack it */
    uint32_t fixed[64]; /* what it was meant to be, NONE if unknown */
    char made[512];     /* letters of words that were put together */
    int n, n_made;
} Line;

#define COMMON (F_LEGAL | F_FORM_PART | F_WEAK | F_MILD)

static void line_word(const Words *w, Line *l, const char *s, int n) {
    if (l->n >= 64) return;
    int i = l->n++;
    l->at[i] = s;
    l->len[i] = n;
    l->word[i] = l->fixed[i] = word_find(w, s, n);
    if (l->word[i] == NONE && !is_number(s, n)) l->fixed[i] = word_near(w, s, n);
}

static uint32_t word_flags(const Words *w, uint32_t word) {
    if (word == NONE) return 0;
    const Word *r = &w->words[word];
    return r->flags | (r->canon != NONE ? w->words[r->canon].flags : 0u);
}

/* A legal form that can hardly be the end of a word: ltd, jsc, gmbh. */
static int bare_form(const Words *w, const char *s, int n) {
    for (int i = 0; i < n; i++)
        if (is_vowel(s[i]) || s[i] < 'a') return 0;
    uint32_t word = word_find(w, s, n);
    return word != NONE && (w->words[word].flags & F_LEGAL);
}

/* An unknown word that is a common one with something before or after: `landcompany`. */
static int common_end(const Words *w, const char *s, int n) {
    /* No word of the tables is over 255 letters: endless ones must not cost their square. */
    for (int i = n > 258 ? n - 255 : 3; n >= 8 && i + 5 <= n; i++)
        if (word_flags(w, word_find(w, s + i, n - i)) & (F_LEGAL | F_FORM_PART)) return i;
    for (int i = n > 258 ? 255 : n - 3; n >= 8 && i >= 5; i--)
        if (word_flags(w, word_find(w, s, i)) & (F_LEGAL | F_FORM_PART)) return i;
    for (int m = 4; m >= 3; m--) {
        if (n - m < 3) continue;
        if (bare_form(w, s + n - m, m)) return n - m;
        if (bare_form(w, s, m)) return m;
    }
    return 0;
}

/* The part of a legal form that a word beside another such part was meant to be. */
static uint32_t form_near(const Words *w, const char *s, int n, int both) {
    if (n < 4 || n > 20) return NONE;
    uint64_t letters = letters_of(s, n);
    uint32_t best = NONE;
    int best_d = 3, have = 0;
    Pattern p;
    for (uint32_t i = 0; i < w->n_forms; i++) {
        const Word *r = &w->words[w->form_words[i]];
        int gap = r->len > n ? r->len - n : n - r->len, reach = r->len >= 7 || both ? 2 : 1;
        if (gap > reach || popcount(letters ^ w->form_letters[i]) > 4) continue;
        if (!have) {
            pattern_of(s, n, &p);
            have = 1;
        }
        int d = distance(&p, w->text + r->offset, r->len);
        if (d <= reach && d < best_d) {
            best = w->form_words[i];
            best_d = d;
        }
    }
    return best;
}

/* Splits a folded line into words, mending spaces where a common word was cut or glued. */
static void line_read(const Words *w, const char *line, int length, Line *l) {
    l->n = l->n_made = 0;
    for (int i = 0; i < length;) {
        while (i < length && line[i] == ' ') i++;
        int j = i;
        while (j < length && line[j] != ' ') j++;
        if (j > i) {
            line_word(w, l, line + i, j - i);
            int a = l->n - 1, cut;
            if (l->fixed[a] == NONE && j - i >= 6 && (cut = common_end(w, line + i, j - i)) != 0) {
                l->n--;
                line_word(w, l, line + i, cut);
                line_word(w, l, line + i + cut, j - i - cut);
            } else if (a > 0 && (l->word[a] == NONE || l->word[a - 1] == NONE)) {
                int m = l->len[a - 1] + l->len[a];
                if (m >= 6 && m <= 30 && l->n_made + m < 500) {
                    char *made = l->made + l->n_made;
                    memcpy(made, l->at[a - 1], (size_t)l->len[a - 1]);
                    memcpy(made + l->len[a - 1], l->at[a], (size_t)l->len[a]);
                    uint32_t whole = word_find(w, made, m);
                    if (whole != NONE && (w->words[whole].flags & COMMON)) {
                        l->n_made += m;
                        l->n -= 2;
                        line_word(w, l, made, m);
                    }
                }
            }
        }
        i = j;
    }
    /* `joint sock company`, `lirnited liability company` */
    for (int i = 0; i < l->n; i++) {
        if (word_flags(w, l->fixed[i]) & COMMON) continue;
        int before = i > 0 && (word_flags(w, l->fixed[i - 1]) & F_FORM_PART);
        int after = i + 1 < l->n && (word_flags(w, l->fixed[i + 1]) & F_FORM_PART);
        if (!(before || after) || (l->word[i] != NONE && !(before && after))) continue;
        uint32_t meant = form_near(w, l->at[i], l->len[i], before && after && l->word[i] == NONE);
        if (meant == NONE) continue;
        l->fixed[i] = meant;
        l->word[i] = NONE;
    }
}

/* Tokens of one folded line; returns how many. */
static int analyze(const Words *w, const char *line, int length, Token *out) {
    Line l;
    line_read(w, line, length, &l);
    const char **at = l.at;
    int *len = l.len, n = l.n;
    uint32_t *word = l.word, *fixed = l.fixed;
    uint8_t edge[64];
    int k = 0;
    for (int i = 0; i < n && k < MAX_TOKENS;) {
        uint32_t found = NONE;
        int took = 1;
        if (fixed[i] != NONE && (w->words[fixed[i]].flags & F_PHRASE)) {
            int most = w->words[fixed[i]].bits >> 4;
            char joined[256];
            int ends[16], m = 0, c = 0;
            for (int j = i; j < n && c < most; j++, c++) {
                const char *s = at[j];
                int l = len[j];
                if (fixed[j] != NONE) {
                    s = w->text + w->words[fixed[j]].offset;
                    l = w->words[fixed[j]].len;
                }
                if (m + l + 1 > 250) break;
                if (m) joined[m++] = ' ';
                memcpy(joined + m, s, (size_t)l);
                m += l;
                ends[c] = m;
            }
            for (; c > 1 && found == NONE; c--) {
                found = phrase_find(w, joined, ends[c - 1]);
                if (found != NONE) took = c;
            }
        }
        Token *t = &out[k];
        if (found != NONE) {
            token_make(w, "", 0, found, t);
        } else {
            token_make(w, at[i], len[i], word[i], t);
            if (word[i] == NONE && fixed[i] != NONE) {
                const Word *r = &w->words[fixed[i]];
                if (r->canon != NONE) r = &w->words[r->canon];
                t->w_org = r->w_org;
                t->w_per = r->w_per;
                t->flags |= (uint16_t)(r->flags & (F_LEGAL | F_FORM_PART | F_WEAK | F_MILD | F_PLACE | F_STOP));
                t->family = r->family;
                if (r->flags & (F_LEGAL | F_FORM_PART)) t->id = hash_text(w->text + r->offset, r->len, 12);
            }
        }
        edge[k] = found == NONE && word[i] != NONE && (w->words[word[i]].bits & 1);
        k++;
        i += took;
    }
    /* An ambiguous form (sa, as, ag …) is one only at the start or end of the name. */
    int first = 0, last = k - 1;
    while (last > 0 && (out[last].flags & F_LEGAL)) last--;
    while (first < k - 1 && (out[first].flags & F_LEGAL)) first++;
    for (int i = 0; i < k; i++)
        if (edge[i] && i > first && i < last) out[i].flags &= (uint16_t)~F_LEGAL;
    return k;
}

/* How much a token tells of a party of this type, 0..1. */
static double weight_of(const Token *t, int type) {
    if (t->flags & F_LEGAL) return 0.05;
    if ((t->flags & F_FORM_PART) && type != T_PERSON) return 0.10;
    if (type == T_PERSON) {
        if (t->flags & F_PARTICLE) return 0.10;
        if (t->flags & F_TITLE) return 0.15;
        if (t->len == 1) return 0.20;
        return t->w_per;
    }
    if (t->flags & F_STOP) return 0.05;
    double v = t->w_org;
    if ((t->flags & F_WEAK) && v > 0.25) v = 0.25;
    if ((t->flags & F_COMPASS) && v > 0.30) v = 0.30;
    if ((t->flags & F_MILD) && v > 0.45) v = 0.45;
    if ((t->flags & F_PLACE) && v > 0.45) v = 0.45;
    if ((t->flags & F_NUMBER) && v > 0.60) v = 0.60;
    if (t->len == 1 && v > 0.30) v = 0.30;
    return v;
}

#endif
