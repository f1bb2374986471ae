"""Plain Python: the window as one list, once for all filters of its group."""

from operator import mul

import numpy as np


def both(v):
    return (v, v) if isinstance(v, int) else v


def conv2d(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    (sh, sw), (ph, pw), (dh, dw) = both(stride), both(padding), both(dilation)
    n, c, h, w = x.shape
    o, cg, kh, kw = weight.shape
    ho = (h + 2 * ph - dh * (kh - 1) - 1) // sh + 1
    wo = (w + 2 * pw - dw * (kw - 1) - 1) // sw + 1
    og = o // groups
    filters = [[v for plane in f for row in plane for v in row] for f in weight.tolist()]
    start = [0.0] * o if bias is None else bias.tolist()
    empty = [0.0] * (w + 2 * pw)
    out = np.zeros((n, o, ho, wo), dtype=x.dtype)
    for m, image in enumerate(x.tolist()):
        padded = [
            [empty] * ph + [[0.0] * pw + row + [0.0] * pw for row in plane] + [empty] * ph for plane in image
        ]
        maps = [[] for _ in range(o)]
        for i in range(ho):
            for g in range(groups):
                rows = [plane[i * sh + a * dh] for plane in padded[g * cg : (g + 1) * cg] for a in range(kh)]
                lines = [[] for _ in range(og)]
                for j in range(wo):
                    first = j * sw
                    window = [v for row in rows for v in row[first : first + dw * (kw - 1) + 1 : dw]]
                    for q in range(og):
                        lines[q].append(start[g * og + q] + sum(map(mul, window, filters[g * og + q])))
                for q in range(og):
                    maps[g * og + q].append(lines[q])
        out[m] = maps
    return out
