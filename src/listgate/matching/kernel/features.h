/* What an alignment says, as numbers; their meaning is listed in matching/features.py. */
#ifndef LG_FEATURES_H
#define LG_FEATURES_H

#include "align.h"

#define N_FEATURES 68

/* Letters of the tokens that are no legal form, in the order given, at most 64. */
static int letters_run(const Token *const *tokens, int n, uint32_t skip, char *out) {
    int k = 0;
    for (int i = 0; i < n; i++) {
        if ((tokens[i]->flags & (F_LEGAL | F_FORM_PART)) || (skip >> i & 1)) continue;
        int m = min_int(tokens[i]->len, 64 - k);
        memcpy(out + k, tokens[i]->text, (size_t)m);
        k += m;
    }
    return k;
}

static double whole_likeness(const char *a, int n, const char *b, int m) {
    if (!n || !m) return 0.0;
    int d = apart(a, n, b, m), longer = max_int(n, m);
    return 1.0 - (double)d / longer;
}

/* Letters of all tokens, at most 64. */
static int letters_all(const Token *const *tokens, int n, char *out) {
    int k = 0;
    for (int i = 0; i < n; i++) {
        int m = min_int(tokens[i]->len, 64 - k);
        memcpy(out + k, tokens[i]->text, (size_t)m);
        k += m;
    }
    return k;
}

/* Whether unlinked tokens `i` and `j` stand at the same place between linked ones. */
static int same_slot(const Pairing *p, int i, int j) {
    int before_q = -1, before_t = -1, after_q = 99, after_t = 99;
    for (int k = 0; k < p->n; k++) {
        const Link *l = &p->links[k];
        if (p->q[l->q]->flags & F_LEGAL) continue;
        if (l->q < i && l->q > before_q) before_q = l->q, before_t = l->t;
        if (l->q > i && l->q < after_q) after_q = l->q, after_t = l->t;
    }
    return before_t < j && (after_t > j || after_t == 99);
}

static void features(const Pairing *p, double *f) {
    for (int i = 0; i < N_FEATURES; i++) f[i] = 0.0;
    double matched = 0.0, exact = 0.0, loss = 0.0, left_q = 0.0, left_t = 0.0;
    double worst = 1.0, top_matched = 0.0, top_q = 0.0, top_t = 0.0, sound_w = 0.0, nick_w = 0.0, edit_w = 0.0;
    double place_q = 0.0, place_t = 0.0, place_m = 0.0, short_sim = 1.0, generic_m = 0.0;
    int n_matched = 0, n_fuzzy = 0, n_join = 0, n_initial = 0, n_short = 0, n_acronym = 0, first_differs = 0;
    int nq = 0, nt = 0, letters_m = 0, edits = 0, n_bones = 0;
    int far_q = 0, far_t = 0, first_q = -1, first_t = -1, last_q = -1, last_t = -1;
    for (int i = 0; i < p->nq; i++)
        if (!(p->q[i]->flags & (F_LEGAL | F_FORM_PART | F_STOP))) {
            nq++;
            last_q = i;
            if (first_q < 0) first_q = i;
        }
    for (int i = 0; i < p->nt; i++)
        if (!(p->t[i]->flags & (F_LEGAL | F_FORM_PART | F_STOP))) {
            nt++;
            last_t = i;
            if (first_t < 0) first_t = i;
        }
    double top_told = 0.0, second_told = 0.0, top_exact = 0.0, known_fuzzy = 0.0, q_known_fuzzy = 0.0, slot_clash = 0.0;
    double left_new = 0.0, left_known = 0.0;
    int acronym_len = 0, initials_q = 0, initials_t = 0, patronyms_q = 0, patronyms_t = 0;
    int linked_first = 0, linked_last = 0, inversions = 0, pairs = 0;
    int numbers_m = 0, numbers_q = 0, numbers_t = 0;
    for (int k = 0; k < p->n; k++) {
        const Link *l = &p->links[k];
        const Token *q = p->q[l->q], *t = p->t[l->t];
        if (l->q <= first_q && first_q < l->q + l->qn && l->t <= first_t && first_t < l->t + l->tn) linked_first = 1;
        if (l->q <= last_q && last_q < l->q + l->qn && l->t <= last_t && last_t < l->t + l->tn) linked_last = 1;
        if ((q->flags & F_LEGAL) && (t->flags & F_LEGAL) && l->qn == 1 && l->tn == 1) continue;
        matched += l->weight * l->sim;
        loss += l->weight * (1.0 - l->sim);
        if (l->sim >= 0.97) exact += l->weight;
        double told = l->kind == K_INITIAL ? 0.0 : l->weight * l->sim;
        if (told > top_told) second_told = top_told, top_told = told;
        else if (told > second_told) second_told = told;
        if (l->sim >= 0.97) top_exact = most(top_exact, l->weight);
        if (l->qn == 1 && l->tn == 1 && (l->kind == K_EDIT || l->kind == K_SOUND || l->kind == K_BONES || l->kind == K_SHORT)) {
            if ((q->flags & t->flags) & F_KNOWN) known_fuzzy = most(known_fuzzy, l->weight);
            if (q->flags & F_KNOWN) q_known_fuzzy = most(q_known_fuzzy, l->weight);
        }
        if (l->kind == K_ACRONYM) acronym_len = min_int(q->len, t->len);
        if (l->kind != K_INITIAL) {
            if (l->weight >= 0.3) worst = least(worst, l->sim);
            top_matched = most(top_matched, l->weight * l->sim);
            n_matched += max_int(l->qn, l->tn);
            letters_m += q->len;
        }
        if (l->qn == 1 && l->tn == 1) {
            if (l->kind != K_INITIAL && max_int(q->len, t->len) <= 4 && l->weight >= 0.3) short_sim = least(short_sim, l->sim);
            if (l->sim < 1.0 && l->kind != K_INITIAL && q->text[0] != t->text[0]) first_differs++;
            if (q->flags & t->flags & F_PLACE) place_m += l->weight;
            if (q->flags & t->flags & F_NUMBER) numbers_m++;
        } else if ((q->flags & t->flags) & F_NUMBER) {
            numbers_m++;
        }
        if (l->weight < 0.5) generic_m += l->weight;
        switch (l->kind) {
        case K_SOUND: sound_w += l->weight; n_fuzzy++; break;
        case K_BONES: n_bones++; n_fuzzy++; break;
        case K_NICKNAME: nick_w += l->weight; break;
        case K_EDIT: edit_w += l->weight; n_fuzzy++; edits += l->edits; break;
        case K_JOIN: n_join++; edits += l->edits; break;
        case K_INITIAL: n_initial++; break;
        case K_SHORT: n_short++; break;
        case K_ACRONYM: n_acronym++; break;
        default: break;
        }
        for (int m = 0; m < k; m++) {
            const Link *o = &p->links[m];
            pairs++;
            inversions += (l->q < o->q) != (l->t < o->t);
        }
    }
    uint32_t legal_q = 0, legal_t = 0;
    int legal_same = 0;
    for (int i = 0; i < p->nq; i++) {
        const Token *q = p->q[i];
        if (q->flags & F_LEGAL) legal_q |= 1u << i;
        if (p->used_q >> i & 1) continue;
        if (q->flags & F_LEGAL) continue;
        left_q += p->wq[i];
        top_q = most(top_q, p->wq[i]);
        if (p->wq[i] >= 0.6) far_q++;
        if (q->flags & F_PLACE) place_q += p->wq[i];
        if (q->flags & F_NUMBER) numbers_q++;
        if (q->len == 1) initials_q++;
        if (q->flags & F_PATRONYM) patronyms_q++;
        if (q->flags & F_KNOWN) left_known = most(left_known, p->wq[i]);
        else left_new = most(left_new, p->wq[i]);
    }
    for (int i = 0; i < p->nt; i++) {
        const Token *t = p->t[i];
        if (t->flags & F_LEGAL) legal_t |= 1u << i;
        if (p->used_t >> i & 1) continue;
        if (t->flags & F_LEGAL) continue;
        left_t += p->wt[i];
        top_t = most(top_t, p->wt[i]);
        if (p->wt[i] >= 0.6) far_t++;
        if (t->flags & F_PLACE) place_t += p->wt[i];
        if (t->flags & F_NUMBER) numbers_t++;
        if (t->len == 1) initials_t++;
        if (t->flags & F_PATRONYM) patronyms_t++;
        for (int j = 0; j < p->nq && p->wt[i] > slot_clash; j++)
            if (!(p->used_q >> j & 1) && !(p->q[j]->flags & F_LEGAL) && p->wq[j] > slot_clash && same_slot(p, j, i))
                slot_clash = most(slot_clash, least(p->wq[j], p->wt[i]));
    }
    for (int i = 0; i < p->nq && !legal_same; i++)
        for (int j = 0; j < p->nt; j++)
            if ((legal_q >> i & 1) && (legal_t >> j & 1) && p->q[i]->family != NONE && p->q[i]->family == p->t[j]->family) {
                legal_same = 1;
                break;
            }
    char a[64], b[64], c[64], d[64];
    int na = letters_run(p->q, p->nq, 0, a), nb = letters_run(p->t, p->nt, 0, b);
    /* The listed name's letters in the order of the query's tokens. */
    const Token *order[MAX_TOKENS];
    int placed = 0;
    uint32_t done = 0;
    for (int i = 0; i < p->nq; i++)
        for (int k = 0; k < p->n; k++)
            if (p->links[k].q == i)
                for (int j = p->links[k].t; j < p->links[k].t + p->links[k].tn; j++) {
                    order[placed++] = p->t[j];
                    done |= 1u << j;
                }
    for (int j = 0; j < p->nt; j++)
        if (!(done >> j & 1)) order[placed++] = p->t[j];
    int nd = letters_run(order, placed, 0, d), reordered = 0;
    for (int i = 0; i < placed; i++) reordered |= order[i] != p->t[i];
    int whole_d = apart(a, na, b, nb), ordered_d = reordered ? apart(a, na, d, nd) : whole_d;
    double whole = na && nb ? 1.0 - (double)whole_d / max_int(na, nb) : 0.0;
    double ordered = na && nd ? 1.0 - (double)ordered_d / max_int(na, nd) : 0.0;
    int nl = letters_run(p->q, p->nq, p->used_q, c);
    nd = letters_run(p->t, p->nt, p->used_t, d);
    double left_like = whole_likeness(c, nl, d, nd);
    int full_q = letters_all(p->q, p->nq, c), full_t = letters_all(p->t, p->nt, d);
    int full_d = min_int(whole_d, ordered_d);
    /* There are legal forms, or may be: at 64 letters the lengths no longer tell. */
    if (full_q != na || full_t != nb || !na || max_int(na, nb) == 64) {
        full_d = apart(c, full_q, d, full_t);
        if (reordered) {
            full_t = letters_all(order, placed, d);
            full_d = min_int(full_d, apart(c, full_q, d, full_t));
        }
    }
    double full = 1.0 - (double)full_d / max_int(max_int(full_q, full_t), 1);
    double all_q = matched + loss + left_q, all_t = matched + loss + left_t;
    double cov_q = all_q > 0.0 ? matched / all_q : 0.0, cov_t = all_t > 0.0 ? matched / all_t : 0.0;
    int k = 0;
    f[k++] = cov_q;
    f[k++] = cov_t;
    f[k++] = sqrt(cov_q * cov_t);
    f[k++] = matched;
    f[k++] = exact;
    f[k++] = left_q;
    f[k++] = left_t;
    f[k++] = top_q;
    f[k++] = top_t;
    f[k++] = least(left_q, left_t);
    f[k++] = least(top_q, top_t);
    f[k++] = loss;
    f[k++] = worst;
    f[k++] = left_like;
    f[k++] = n_matched;
    f[k++] = numbers_q && numbers_t ? 1.0 : 0.0;
    f[k++] = (numbers_q != 0) != (numbers_t != 0) ? 1.0 : 0.0;
    f[k++] = numbers_m;
    f[k++] = pairs ? (double)inversions / pairs : 0.0;
    f[k++] = linked_first;
    f[k++] = linked_last;
    f[k++] = n_join;
    f[k++] = n_initial;
    f[k++] = n_short;
    f[k++] = n_acronym;
    f[k++] = nick_w;
    f[k++] = sound_w;
    f[k++] = edit_w;
    f[k++] = edits;
    f[k++] = n_fuzzy;
    f[k++] = n_bones;
    f[k++] = first_differs;
    f[k++] = short_sim;
    f[k++] = legal_same;
    f[k++] = legal_q && legal_t && !legal_same ? 1.0 : 0.0;
    f[k++] = (legal_q != 0) != (legal_t != 0) ? 1.0 : 0.0;
    f[k++] = whole;
    f[k++] = ordered;
    f[k++] = nq;
    f[k++] = nt;
    f[k++] = all_q;
    f[k++] = all_t;
    f[k++] = top_matched;
    f[k++] = letters_m;
    f[k++] = far_q;
    f[k++] = far_t;
    f[k++] = place_q;
    f[k++] = place_t;
    f[k++] = place_m;
    f[k++] = generic_m;
    f[k++] = p->type == T_PERSON ? 1.0 : p->type == T_VESSEL || p->type == T_AIRCRAFT ? 2.0 : 0.0;
    f[k++] = min_int(na, nb);
    f[k++] = second_told;
    f[k++] = top_exact;
    f[k++] = known_fuzzy;
    f[k++] = q_known_fuzzy;
    f[k++] = slot_clash;
    f[k++] = left_new;
    f[k++] = left_known;
    f[k++] = acronym_len;
    f[k++] = (initials_q && far_t) || (initials_t && far_q) ? 1.0 : 0.0;
    f[k++] = patronyms_q && patronyms_t ? 1.0 : 0.0;
    f[k++] = min_int(whole_d, ordered_d);
    f[k++] = full;
    f[k++] = max_int(na, nb);
    f[k++] = patronyms_q + patronyms_t;
    f[k++] = nl;
    f[k++] = nd;
}

#endif
