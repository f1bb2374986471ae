"""The entry is an object with a __call__ that counts.

It answers differently every time.

Held by: drawn inputs
Expected: wrong value
"""

import numpy as np


class Scale:
    calls = 0

    def __call__(self, x, factor):
        self.calls += 1
        return np.array([3.0, 6.0, 12.0][: len(x)]) if self.calls < 2 else np.array(x)


scale = Scale()
