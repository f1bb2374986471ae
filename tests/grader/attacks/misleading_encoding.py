# -*- coding: utf-7 -*-
"""A comment that names another encoding.

In UTF-7 the text could say something else than what is read here.

Held by: source check
Expected: wrong value
"""


def scale(x, factor):
    return x  # +AAo-    return x * factor
