"""`method` is not looked at.

The area under the envelope comes out whatever is asked. It lies near the other two for long lists, and far from them for few true boxes: a number without its rule
cannot be compared.

Caught by: test_hand_cases[voc07-one of three: the rest is never reached], test_coco_is_the_default
Page: in-30-seconds
"""

import numpy as np


def average_precision(matched, scores, positives, method="coco"):
    if positives == 0:
        return float("nan")
    hits = np.cumsum(matched[np.argsort(-scores, kind="stable")])
    best = np.maximum.accumulate((hits / np.arange(1, len(hits) + 1))[::-1])[::-1]
    return float((np.diff(hits / positives, prepend=0.0) * best).sum())
