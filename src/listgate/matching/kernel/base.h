/* Shapes shared by every part of the kernel, and the container that tables and
 * indexes are mapped from: "LGT1", a count, then sections of {name, offset, length}. */
#ifndef LG_BASE_H
#define LG_BASE_H

#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#if defined(_WIN32)
#define LG_API __declspec(dllexport)
#else
#define LG_API __attribute__((visibility("default")))
#endif

#define NONE 0xFFFFFFFFu
#define MAX_TOKEN 40  /* letters kept of one token */
#define MAX_TOKENS 24 /* tokens kept of one name */

/* What a token is, beside its letters. */
enum {
    F_LEGAL = 1,      /* a legal form */
    F_STOP = 2,       /* of, the, and … */
    F_WEAK = 4,       /* generic word that tells next to nothing */
    F_MILD = 8,       /* line of business */
    F_PLACE = 16,     /* country, city, adjective of either */
    F_PARTICLE = 32,  /* al, bin, van … in names of persons */
    F_TITLE = 64,     /* mr, general, haji … */
    F_NUMBER = 128,   /* digits, with one letter at most */
    F_COMPASS = 256,  /* north, east … */
    F_PHRASE = 512,   /* may start a phrase of the tables */
    F_KNOWN = 1024,   /* stands in the tables */
    F_PATRONYM = 2048, /* ends like a patronymic */
    F_FORM_PART = 4096 /* stands in legal forms of several words */
};

enum { T_UNKNOWN = 0, T_PERSON = 1, T_ORG = 2, T_VESSEL = 3, T_AIRCRAFT = 4, T_ADDRESS = 5 };

/* One token of a name; listed tokens are stored so in the index. The first half, a cache
 * line, is what candidates are found by. */
typedef struct {
    char text[MAX_TOKEN]; /* folded letters as written, not terminated */
    uint32_t id;          /* hash of the word it stands for: equal where only the spelling differs */
    uint32_t bones;       /* hash of its consonants, 0 where fewer than three */
    uint32_t group;       /* family of spellings, NONE if in none */
    uint32_t nick;        /* family of short names, NONE if in none */
    uint32_t sound_key;   /* hash of its sound */
    uint16_t flags;
    uint8_t len;
    uint8_t sound_len;
    char sound[MAX_TOKEN]; /* as it sounds, whatever the transliteration */
    uint64_t letters;      /* which of a-z0-9 it has */
    uint32_t sounds;       /* which of a-z its sound has */
    uint32_t family;       /* of a legal form */
    float w_org;           /* how much it tells of an organization, 0..1 */
    float w_per;           /* how much it tells of a person, 0..1 */
} Token;

typedef struct {
    const uint8_t *base;
    size_t size;
} Blob;

typedef struct {
    char name[16];
    uint64_t offset;
    uint64_t length;
} Section;

static const void *section(const Blob *blob, const char *name, size_t *length) {
    *length = 0;
    if (!blob->base || blob->size < 8 || memcmp(blob->base, "LGT1", 4) != 0) return NULL;
    uint32_t count;
    memcpy(&count, blob->base + 4, 4);
    if (8 + (size_t)count * sizeof(Section) > blob->size) return NULL;
    const Section *s = (const Section *)(blob->base + 8);
    for (uint32_t i = 0; i < count; i++) {
        if (strncmp(s[i].name, name, 16) == 0) {
            if (s[i].offset + s[i].length > blob->size) return NULL;
            *length = s[i].length;
            return blob->base + s[i].offset;
        }
    }
    return NULL;
}

/* FNV-1a; `seed` keeps kinds of keys apart. */
static uint32_t hash_text(const char *s, int n, uint32_t seed) {
    uint32_t h = 2166136261u ^ (seed * 16777619u);
    for (int i = 0; i < n; i++) h = (h ^ (uint8_t)s[i]) * 16777619u;
    h ^= h >> 15;
    h *= 0x85ebca6bu;
    h ^= h >> 13;
    return h;
}

static int letter_index(char c) {
    static const uint8_t index[128] = {
        36, 36, 36, 36, 36, 36, 36, 36, 36, 36, 36, 36, 36, 36, 36, 36, 36, 36, 36, 36, 36, 36, 36, 36,
        36, 36, 36, 36, 36, 36, 36, 36, 36, 36, 36, 36, 36, 36, 36, 36, 36, 36, 36, 36, 36, 36, 36, 36,
        26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 36, 36, 36, 36, 36, 36, 36, 36, 36, 36, 36, 36, 36,
        36, 36, 36, 36, 36, 36, 36, 36, 36, 36, 36, 36, 36, 36, 36, 36, 36, 36, 36, 36, 36, 36, 36, 36,
        36, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22,
        23, 24, 25, 36, 36, 36, 36, 36};
    return index[c & 127];
}

#endif
