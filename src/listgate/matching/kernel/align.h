/* Which token of one name stands for which of the other. */
#ifndef LG_ALIGN_H
#define LG_ALIGN_H

#include "words.h"

enum { K_EXACT = 0, K_SPELLING, K_NICKNAME, K_SOUND, K_EDIT, K_JOIN, K_INITIAL, K_SHORT, K_ACRONYM, K_BONES };

typedef struct {
    double sim;
    double weight;
    uint8_t q, qn, t, tn; /* first token and count on either side */
    uint8_t kind;
    uint8_t edits;
} Link;

#define MAX_LINKS 160

typedef struct {
    const Token *q[MAX_TOKENS];
    const Token *t[MAX_TOKENS];
    double wq[MAX_TOKENS], wt[MAX_TOKENS];
    int nq, nt, type;
    Link links[MAX_LINKS]; /* chosen ones first: `n` of them */
    int n;
    uint32_t used_q, used_t; /* bits of linked tokens */
} Pairing;

/* The query side's bit rows, made once for all the names it is held against. */
typedef struct {
    Pattern text[MAX_TOKENS];
    Pattern sound[MAX_TOKENS];
    Pattern run; /* of the whole name's letters */
    uint32_t have_text, have_sound; /* bits of tokens; bit 31 of the first: `run` */
} Rows;

static const Pattern *rows_text(Rows *r, const Token *q, int i) {
    if (!(r->have_text >> i & 1)) {
        pattern_of(q->text, q->len, &r->text[i]);
        r->have_text |= 1u << i;
    }
    return &r->text[i];
}

static const Pattern *rows_sound(Rows *r, const Token *q, int i) {
    if (!(r->have_sound >> i & 1)) {
        pattern_of(q->sound, q->sound_len, &r->sound[i]);
        r->have_sound |= 1u << i;
    }
    return &r->sound[i];
}

static int same_number(const Token *a, const Token *b) {
    int i = 0, j = 0;
    while (i < a->len - 1 && a->text[i] == '0') i++;
    while (j < b->len - 1 && b->text[j] == '0') j++;
    return a->len - i == b->len - j && memcmp(a->text + i, b->text + j, (size_t)(a->len - i)) == 0;
}

static int max_int(int a, int b) { return a > b ? a : b; }
static int min_int(int a, int b) { return a < b ? a : b; }

/* Likeness of two single tokens, 0..1; 0 where they cannot stand for each other. */
static double similar(Rows *rows, const Token *q, int i, const Token *t, int type, int *kind, int *edits) {
    *edits = 0;
    if (q->len == t->len && memcmp(q->text, t->text, q->len) == 0) {
        *kind = K_EXACT;
        return 1.0;
    }
    if (q->id == t->id) {
        *kind = K_SPELLING;
        return 0.98;
    }
    if ((q->flags | t->flags) & F_NUMBER) {
        *kind = K_EXACT;
        return (q->flags & t->flags & F_NUMBER) && same_number(q, t) ? 1.0 : 0.0;
    }
    if ((q->flags & F_LEGAL) && (t->flags & F_LEGAL)) {
        *kind = K_SPELLING;
        return q->family != NONE && q->family == t->family ? 0.95 : 0.0;
    }
    if (q->len == 1 || t->len == 1) {
        *kind = K_INITIAL;
        return q->text[0] == t->text[0] ? 0.5 : 0.0;
    }
    double best = 0.0;
    *kind = K_EDIT;
    if (q->group != NONE && q->group == t->group) {
        *kind = K_SPELLING;
        return 0.95;
    }
    if (type != T_ORG && q->nick != NONE && q->nick == t->nick) {
        *kind = K_NICKNAME;
        best = 0.85;
    }
    if (q->len < 3 || t->len < 3) {
        /* Two letters agree only as a sound: Li and Ly, Xu and Hsu do not. */
        if (best == 0.0 && q->sound_len == t->sound_len && q->sound_len > 1 &&
            memcmp(q->sound, t->sound, q->sound_len) == 0) {
            *kind = K_SOUND;
            best = 0.75;
        }
        return best;
    }
    int shorter = min_int(q->len, t->len), longer = max_int(q->len, t->len);
    int patronym = ((q->flags ^ t->flags) & F_PATRONYM) != 0;
    /* One edit changes two letters of the set at most: what cannot reach 0.6 is not
     * measured. */
    if (longer - shorter <= 3 && popcount(q->letters ^ t->letters) <= min_int(6, 2 * (longer * 2 / 5))) {
        int d = distance(rows_text(rows, q, i), t->text, t->len);
        double s = 1.0 - (double)d / longer;
        if (s >= 0.6 && (!patronym || d == 1) && s > best) {
            best = s;
            *kind = K_EDIT;
            *edits = d;
        }
    }
    if (patronym) return best;
    if (best < 0.93 && q->sound_len > 1 && t->sound_len > 1) {
        int most = max_int(q->sound_len, t->sound_len), least = min_int(q->sound_len, t->sound_len);
        if (most - least <= 2) {
            double s = 0.0;
            if (most == least && memcmp(q->sound, t->sound, (size_t)most) == 0) {
                s = 0.93;
            } else if (least >= 3 && popcount(q->sounds ^ t->sounds) <= 2 * (most * 8 / 23)) {
                int d = distance(rows_sound(rows, q, i), t->sound, t->sound_len);
                s = 0.92 * (1.0 - (double)d / most);
                if (s < 0.6) s = 0.0;
            }
            if (s > best) {
                best = s;
                *kind = K_SOUND;
                *edits = 0;
            }
        }
    }
    if (best < 0.93 && q->bones && q->bones == t->bones) {
        /* Only vowels and voicing differ: nearer than the letters say. */
        double s = best > 0.44 ? 0.5 + 0.5 * best : 0.72;
        if (s > 0.93) s = 0.93;
        if (s > best) {
            best = s;
            *kind = K_BONES;
            *edits = 0;
        }
    }
    if (longer - shorter >= 2 && memcmp(q->text, t->text, (size_t)shorter) == 0) {
        double s = 0.55 + 0.35 * (double)shorter / longer;
        if (s > best) {
            best = s;
            *kind = K_SHORT;
            *edits = 0;
        }
    }
    return best;
}

/* Letters of `n` tokens from `first`, run together; 0 if over 64. */
static int run_text(const Token *const *tokens, int first, int n, char *out) {
    int k = 0;
    for (int i = first; i < first + n; i++) {
        if (k + tokens[i]->len > 64) return 0;
        memcpy(out + k, tokens[i]->text, tokens[i]->len);
        k += tokens[i]->len;
    }
    return k;
}

/* Likeness of one token and a run of others written together, of which `unlike` letters
 * are not in both; `sounds` says whether they may sound alike. */
static double joined(const Token *one, const char *run, int n, int unlike, int sounds, int *edits) {
    *edits = 0;
    if (one->len == n && memcmp(one->text, run, (size_t)n) == 0) return 0.97;
    if (n < 5) return 0.0;
    int longer = max_int(n, one->len), most = longer >= 12 ? 3 : longer >= 8 ? 2 : 1;
    /* One edit changes two letters of the set at most. */
    if (unlike <= 2 * most) {
        *edits = apart(run, n, one->text, one->len);
        if (*edits <= most) return 0.97 * (1.0 - (double)*edits / longer);
    }
    if (!sounds) return 0.0;
    char sound[MAX_TOKEN];
    int k = sound_of(run, n > MAX_TOKEN ? MAX_TOKEN : n, sound);
    if (k != one->sound_len || k <= 3 || memcmp(sound, one->sound, (size_t)k) != 0) return 0.0;
    *edits = apart(run, n, one->text, one->len);
    return 0.90;
}

static void add_link(Pairing *p, int q, int qn, int t, int tn, double sim, int kind, int edits, double weight) {
    if (p->n >= MAX_LINKS) return;
    Link *l = &p->links[p->n++];
    l->sim = sim;
    l->weight = weight;
    l->q = (uint8_t)q;
    l->qn = (uint8_t)qn;
    l->t = (uint8_t)t;
    l->tn = (uint8_t)tn;
    l->kind = (uint8_t)kind;
    l->edits = (uint8_t)edits;
}

static double least(double a, double b) { return a < b ? a : b; }
static double most(double a, double b) { return a > b ? a : b; }

/* Runs of tokens on one side that are one token on the other. */
static void link_runs(Pairing *p, int query_side) {
    const Token *const *many = query_side ? p->q : p->t;
    const Token *const *one = query_side ? p->t : p->q;
    const double *wm = query_side ? p->wq : p->wt, *wo = query_side ? p->wt : p->wq;
    int nm = query_side ? p->nq : p->nt, no = query_side ? p->nt : p->nq;
    for (int j = 0; j < no; j++) {
        if (one[j]->len < 4 && !(one[j]->flags & F_NUMBER)) continue;
        for (int i = 0; i + 1 < nm; i++) {
            uint64_t letters = many[i]->letters;
            int length = many[i]->len, heard = many[i]->sound_len;
            /* What begins with another consonant sounds otherwise. */
            int begins = many[i]->len < 3 || many[i]->text[0] < 'a' || is_vowel(many[i]->text[0]) || many[i]->sound[0] == one[j]->sound[0];
            double sum = wm[i];
            for (int n = 2; n <= 4 && i + n <= nm; n++) {
                letters |= many[i + n - 1]->letters;
                length += many[i + n - 1]->len;
                heard += many[i + n - 1]->sound_len;
                sum += wm[i + n - 1];
                if (length > one[j]->len + 3) break;
                int unlike = popcount(letters ^ one[j]->letters);
                if (length < one[j]->len - 3 || unlike > 5) continue;
                char run[64];
                int k = run_text(many, i, n, run), edits;
                if (k == 0) break;
                /* Where words meet, a sound may come or two may go. */
                int sounds = begins && one[j]->sound_len < heard + n && one[j]->sound_len >= heard - 2 * (n - 1);
                double s = joined(one[j], run, k, unlike, sounds, &edits);
                if ((one[j]->flags & F_NUMBER) && s < 0.97) s = 0.0;
                if (s > 0.0) {
                    double w = least(wo[j], sum);
                    if (query_side) add_link(p, i, n, j, 1, s, K_JOIN, edits, w);
                    else add_link(p, j, 1, i, n, s, K_JOIN, edits, w);
                }
            }
        }
    }
}

/* Tokens from `from` of which `a` is the first letters, or 0; `stop` must not be among
 * them. Stop words are left out where that is enough, and else may stand for a letter. */
static int initials_run(const Token *const *tokens, int n, int from, int stop, const Token *a, int with_stops) {
    int c = 0, k = from;
    if (tokens[from]->text[0] != a->text[0]) return 0;
    for (; k < n && k != stop && c < a->len; k++) {
        if (!with_stops && (tokens[k]->flags & F_STOP)) continue;
        if (tokens[k]->text[0] == a->text[c]) c++;
        else if (!(tokens[k]->flags & F_STOP)) return 0;
    }
    return c == a->len && k - from >= 3 ? k - from : 0;
}

/* A token that is the first letters of a run of tokens on the other side. */
static void link_acronyms(Pairing *p, int query_side) {
    const Token *const *many = query_side ? p->q : p->t;
    const Token *const *one = query_side ? p->t : p->q;
    const double *wm = query_side ? p->wq : p->wt, *wo = query_side ? p->wt : p->wq;
    int nm = query_side ? p->nq : p->nt, no = query_side ? p->nt : p->nq;
    for (int j = 0; j < no; j++) {
        const Token *a = one[j];
        if (a->len < 3 || a->len > 8 || (a->flags & (F_NUMBER | F_LEGAL))) continue;
        if ((query_side ? p->used_t : p->used_q) >> j & 1) continue;
        for (int i = 0; i + 2 < nm; i++) {
            int run = initials_run(many, nm, i, -1, a, 0);
            if (!run) run = initials_run(many, nm, i, -1, a, 1);
            if (!run) continue;
            double sum = 0.0;
            for (int k = i; k < i + run; k++) sum += wm[k];
            uint32_t bits = ((1u << run) - 1) << i;
            if ((query_side ? p->used_q : p->used_t) & bits) continue;
            if (query_side) {
                add_link(p, i, run, j, 1, 0.8, K_ACRONYM, 0, least(wo[j], sum));
                p->used_q |= bits;
                p->used_t |= 1u << j;
            } else {
                add_link(p, j, 1, i, run, 0.8, K_ACRONYM, 0, least(wo[j], sum));
                p->used_t |= bits;
                p->used_q |= 1u << j;
            }
            break;
        }
    }
}

/* A linked token that is the first letters of others of its own name covers these too:
 * `Beijing University of Aeronautics and Astronautics (BUAA)`. */
static void cover_own(const Token *const *tokens, int n, uint32_t *used) {
    for (int j = 0; j < n; j++) {
        const Token *a = tokens[j];
        if (!(*used >> j & 1) || a->len < 3 || a->len > 8 || (a->flags & (F_NUMBER | F_LEGAL))) continue;
        for (int i = 0; i + 2 < n; i++) {
            int run = initials_run(tokens, n, i, j, a, 0);
            if (!run) run = initials_run(tokens, n, i, j, a, 1);
            if (!run) continue;
            *used |= ((1u << run) - 1) << i;
            break;
        }
    }
}

static int link_before(const Link *a, const Link *b) {
    if (a->sim != b->sim) return a->sim > b->sim;
    if (a->weight != b->weight) return a->weight > b->weight;
    int da = a->q > a->t ? a->q - a->t : a->t - a->q, db = b->q > b->t ? b->q - b->t : b->t - b->q;
    if (da != db) return da < db;
    if (a->q != b->q) return a->q < b->q;
    if (a->t != b->t) return a->t < b->t;
    return a->qn + a->tn < b->qn + b->tn;
}

/* Links tokens of `p`, best likeness first, each token once. */
static void align(Pairing *p, Rows *rows) {
    p->n = 0;
    p->used_q = p->used_t = 0;
    for (int i = 0; i < p->nq; i++) {
        for (int j = 0; j < p->nt; j++) {
            int kind, edits;
            double s = similar(rows, p->q[i], i, p->t[j], p->type, &kind, &edits);
            if (s >= 0.5) add_link(p, i, 1, j, 1, s, kind, edits, least(p->wq[i], p->wt[j]));
        }
    }
    link_runs(p, 1);
    link_runs(p, 0);
    /* Insertion sort: a handful of links. */
    for (int i = 1; i < p->n; i++) {
        Link l = p->links[i];
        int j = i;
        for (; j > 0 && link_before(&l, &p->links[j - 1]); j--) p->links[j] = p->links[j - 1];
        p->links[j] = l;
    }
    int n = 0;
    for (int i = 0; i < p->n; i++) {
        Link l = p->links[i];
        uint32_t bq = ((1u << l.qn) - 1) << l.q, bt = ((1u << l.tn) - 1) << l.t;
        if ((p->used_q & bq) || (p->used_t & bt)) continue;
        p->used_q |= bq;
        p->used_t |= bt;
        p->links[n++] = l;
    }
    p->n = n;
    if (p->type != T_PERSON) {
        link_acronyms(p, 1);
        link_acronyms(p, 0);
        if (p->n && p->nt > 3) cover_own(p->t, p->nt, &p->used_t);
        if (p->n && p->nq > 3) cover_own(p->q, p->nq, &p->used_q);
    }
}

#endif
