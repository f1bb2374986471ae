"""The caller's weights are changed.

w[abs(w) <= lam] = 0 works in place: the optimizer that still needs the old weights, for momentum for instance,
does not have them any more.

Caught by: test_hand_cases[all three cases]
Page: common-mistakes
"""

import numpy as np


def soft_threshold(w, lam):
    w[np.abs(w) <= lam] = 0
    return w - lam * np.sign(w)
