"""Plain Python."""


class Counter:
    def __init__(self, limit):
        if limit < 0:
            raise ValueError("the limit is below zero")
        self.limit = limit
        self.total = 0
        self.last = None

    def add(self, n):
        self.total += n
        self.last = n
        return self.total > self.limit
