"""`**` instead of `*`.

The square of 2 is its double, and so is that of 0: a test with other numbers is needed.

Caught by: test_hand_cases[three]
Page: demo/everything#how-it-works
"""


def double(x):
    return x**2
