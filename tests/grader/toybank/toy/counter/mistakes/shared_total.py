"""All objects share one total.

A list in the class is one list for all objects; state belongs into `__init__`.

Caught by: test_two_at_once
"""


class Counter:
    steps = []  # noqa: RUF012

    def __init__(self, limit):
        if limit < 0:
            raise ValueError
        self.limit, self.last = limit, None

    @property
    def total(self):
        return sum(self.steps)

    def add(self, n):
        self.steps.append(n)
        self.last = n
        return self.total > self.limit
