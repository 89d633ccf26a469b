/* Letters: how a token sounds, and how far two are apart. */
#ifndef LG_LETTERS_H
#define LG_LETTERS_H

#include "base.h"

static int is_vowel(char c) { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y'; }

/* How a token sounds once the habits of transliteration are folded together:
 * a run of vowels is one of a, u, i; kh and h, q and k, zh and j, ts and c, z and s,
 * w and v, double and single letters are the same. Digits inside a word are read
 * as the letters they are taken for. */
static int sound_of(const char *s, int n, char *out) {
    int k = 0;
    char prev = 0;
    for (int i = 0; i < n;) {
        char c = s[i], d = i + 1 < n ? s[i + 1] : 0;
        char o;
        if (n > 2 && c >= '0' && c <= '9') {
            static const char read_as[10] = {'o', 'l', 'z', 'e', 'a', 's', 'g', 't', 'b', 'g'};
            int mixed = 0;
            for (int j = 0; j < n; j++) mixed += s[j] >= 'a';
            if (mixed > n - mixed) c = read_as[c - '0'];
        }
        if (is_vowel(c)) {
            int has_a = c == 'a', has_u = c == 'o' || c == 'u';
            for (i++; i < n && (is_vowel(s[i]) || (s[i] == 'w' && !(i + 1 < n && is_vowel(s[i + 1])))); i++) {
                has_a |= s[i] == 'a';
                has_u |= s[i] == 'o' || s[i] == 'u' || s[i] == 'w';
            }
            o = has_a ? 'a' : has_u ? 'u' : 'i';
            if (k < MAX_TOKEN) out[k++] = o;
            prev = o;
            continue;
        }
        int step = 1;
        o = c;
        switch (c) {
        case 'k': o = 'k'; if (d == 'h') { o = 'h'; step = 2; } else if (d == 's') { o = 's'; step = 2; } break;
        case 'q': o = 'k'; break;
        case 'c':
            if (d == 'h') { o = 'c'; step = 2; }
            else if (d == 'k') { o = 'k'; step = 2; }
            else if (d == 'e' || d == 'i' || d == 'y' || d == 'z') { o = 's'; if (d == 'z') { o = 'c'; step = 2; } }
            else o = 'k';
            break;
        case 'g': if (d == 'h') step = 2; break;
        case 'z': o = 's'; if (d == 'h') { o = 'j'; step = 2; } break;
        case 's': if (d == 'h' || d == 'z') step = 2; else if (d == 'c' && i + 2 < n && s[i + 2] == 'h') step = 3; break;
        case 'x': o = 's'; break;
        case 't':
            if (d == 'h') step = 2;
            else if (d == 's' || d == 'z') { o = 's'; step = 2; }
            else if (d == 'c' && i + 2 < n && s[i + 2] == 'h') { o = 'c'; step = 3; }
            break;
        case 'd':
            if (d == 'h') step = 2;
            else if (d == 'j') { o = 'j'; step = 2; }
            else if (d == 'z') { o = 's'; step = 2; if (i + 2 < n && s[i + 2] == 'h') { o = 'j'; step = 3; } }
            break;
        case 'p': if (d == 'h') { o = 'f'; step = 2; } break;
        case 'w': o = 'v'; break;
        case 'h': if (i + 1 == n && k > 0 && (prev == 'a' || prev == 'i' || prev == 'u')) { i++; continue; } break;
        default: break;
        }
        if (o != prev && k < MAX_TOKEN) out[k++] = o;
        prev = o;
        i += step;
    }
    return k;
}

/* Hash of the consonants with voiced and unvoiced taken together; 0 if fewer than three. */
static uint32_t bones_of(const char *sound, int n) {
    char b[MAX_TOKEN];
    int k = 0;
    for (int i = 0; i < n; i++) {
        char c = sound[i];
        if (c == 'a' || c == 'u' || c == 'i') continue;
        if (c == 'g') c = 'k';
        else if (c == 'd') c = 't';
        else if (c == 'b') c = 'p';
        else if (c == 'v') c = 'f';
        else if (c == 'j') c = 'c';
        if (c == 'h') continue;
        if (k && b[k - 1] == c) continue;
        b[k++] = c;
    }
    if (k < 3) return 0;
    uint32_t h = hash_text(b, k, 7);
    return h ? h : 1;
}

/* Bit rows of one pattern for the edit distance. */
typedef struct {
    uint64_t rows[37];
    int len;
} Pattern;

static void pattern_of(const char *s, int n, Pattern *p) {
    memset(p->rows, 0, sizeof p->rows);
    if (n > 64) n = 64;
    p->len = n;
    for (int i = 0; i < n; i++) p->rows[letter_index(s[i])] |= 1ull << i;
}

/* Optimal string alignment distance (insert, delete, replace, swap of neighbours).
 * Hyyrö, "A bit-vector algorithm for computing Levenshtein and Damerau edit
 * distances", 2003. */
static int distance(const Pattern *p, const char *s, int n) {
    if (p->len == 0) return n;
    uint64_t vp = ~0ull, vn = 0, d0 = 0, old = 0, last = 1ull << (p->len - 1);
    int dist = p->len;
    for (int i = 0; i < n; i++) {
        uint64_t pm = p->rows[letter_index(s[i])];
        uint64_t tr = ((~d0 & pm) << 1) & old;
        d0 = (((pm & vp) + vp) ^ vp) | pm | vn;
        d0 |= tr;
        uint64_t hp = vn | ~(d0 | vp), hn = d0 & vp;
        dist += (hp & last) != 0;
        dist -= (hn & last) != 0;
        hp = (hp << 1) | 1;
        hn <<= 1;
        vp = hn | ~(d0 | hp);
        vn = hp & d0;
        old = pm;
    }
    return dist;
}

/* The same of two texts of at most 64 letters; what they begin and end with alike is left
 * out, which changes nothing and is most of two that are near. */
static int apart(const char *a, int n, const char *b, int m) {
    while (n > 0 && m > 0 && a[n - 1] == b[m - 1]) n--, m--;
    int i = 0;
    while (i < n && i < m && a[i] == b[i]) i++;
    if (i == n || i == m) return n + m - 2 * i;
    if (n - i == 1 && m - i == 1) return 1;
    Pattern p;
    pattern_of(a + i, n - i, &p);
    return distance(&p, b + i, m - i);
}

static uint64_t letters_of(const char *s, int n) {
    uint64_t m = 0;
    for (int i = 0; i < n; i++) m |= 1ull << letter_index(s[i]);
    return m;
}

/* How often a name has each letter, digits by three or four; the last place is all. */
typedef struct {
    uint8_t of[32];
} Bag;

static void bag_add(Bag *b, const char *s, int n) {
    for (int i = 0; i < n; i++) {
        int at = letter_index(s[i]);
        if (at >= 26) at = 26 + (at - 26) / 3;
        if (b->of[at] < 255) b->of[at]++;
        if (b->of[31] < 255) b->of[31]++;
    }
}

/* Share of the shorter name's letters that the other has too, 0..1. */
static double bag_shared(const Bag *a, const Bag *b) {
    int both = 0, n = a->of[31] < b->of[31] ? a->of[31] : b->of[31];
    for (int i = 0; i < 31; i++) both += a->of[i] < b->of[i] ? a->of[i] : b->of[i];
    return n ? (double)both / n : 0.0;
}

static int popcount(uint64_t x) {
    x -= (x >> 1) & 0x5555555555555555ull;
    x = (x & 0x3333333333333333ull) + ((x >> 2) & 0x3333333333333333ull);
    return (int)((((x + (x >> 4)) & 0x0f0f0f0f0f0f0f0full) * 0x0101010101010101ull) >> 56);
}

#endif
