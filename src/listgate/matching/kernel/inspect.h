/* Where a token keeps what explanations show, so that readers need not know its shape. */
#ifndef LG_INSPECT_H
#define LG_INSPECT_H

#include "base.h"

/* Offsets of text, w_org, w_per, flags and len. */
LG_API void lg_token_layout(uint32_t *out) {
    out[0] = offsetof(Token, text);
    out[1] = offsetof(Token, w_org);
    out[2] = offsetof(Token, w_per);
    out[3] = offsetof(Token, flags);
    out[4] = offsetof(Token, len);
}

#endif
