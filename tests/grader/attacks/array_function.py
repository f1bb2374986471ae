"""An object that answers for NumPy's functions.

np.allclose and np.array_equal ask it through __array_function__.

Held by: exact types
Expected: wrong type
"""


class Judge:
    def __array_function__(self, function, types, arguments, named):
        return True

    def __array_ufunc__(self, *a, **k):
        return True


def scale(x, factor):
    return Judge()
