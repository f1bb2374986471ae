# question: toy/scale


def scale(x, factor):
    raise NotImplementedError
