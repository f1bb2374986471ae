"""Plain Python, seven loops, writing only what is not cut off."""

import numpy as np


def conv_transpose2d(x, weight, bias=None, stride=1, padding=0):
    sh, sw = (stride, stride) if isinstance(stride, int) else stride
    ph, pw = (padding, padding) if isinstance(padding, int) else padding
    n, c, h, w = x.shape
    _, o, kh, kw = weight.shape
    high, wide = (h - 1) * sh - 2 * ph + kh, (w - 1) * sw - 2 * pw + kw
    out = np.zeros((n, o, high, wide))
    pixels, kernel = x.tolist(), weight.tolist()
    for a in range(n):
        for b in range(o):
            rows = [[0.0 if bias is None else float(bias[b])] * wide for _ in range(high)]
            for k in range(c):
                for i in range(h):
                    for j in range(w):
                        for di in range(kh):
                            for dj in range(kw):
                                row, column = i * sh + di - ph, j * sw + dj - pw
                                if 0 <= row < high and 0 <= column < wide:
                                    rows[row][column] += pixels[a][k][i][j] * kernel[k][b][di][dj]
            out[a, b] = rows
    return out
