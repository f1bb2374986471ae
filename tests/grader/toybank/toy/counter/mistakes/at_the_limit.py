"""The limit itself counts as above.

Above means greater, so the comparison is strict.

Caught by: test_sequence[the limit itself is not above]
"""


class Counter:
    def __init__(self, limit):
        if limit < 0:
            raise ValueError
        self.limit, self.total, self.last = limit, 0, None

    def add(self, n):
        self.total, self.last = self.total + n, n
        return self.total >= self.limit
