"""The logits are divided by their maximum instead of shifted by it.

Dividing tames large logits too, but it is a temperature that differs from slice to slice: softmax keeps
differences, not ratios. Two logits of 10,000 and 9,999 become 1 and 0.9999, nearly equal, and a negative
maximum turns the order around.

Caught by: test_hand_cases[a difference of ln 3 is odds of 1 to 3]
Page: why-subtract-the-maximum
"""

import numpy as np


def softmax(x, axis=-1):
    top = x.max(axis=axis, keepdims=True)
    e = np.exp(x / np.where(top == 0, 1, top))
    return e / e.sum(axis=axis, keepdims=True)
