"""Once above, always above.

A flag that is set and never cleared remembers what is no longer true.

Caught by: test_sequence[down again]
"""


class Counter:
    def __init__(self, limit):
        if limit < 0:
            raise ValueError
        self.limit, self.total, self.last, self.above = limit, 0, None, False

    def add(self, n):
        self.total, self.last = self.total + n, n
        self.above = self.above or self.total > self.limit
        return self.above
