# question: toy/scale
def scale(x, factor):
    return [value * factor for value in x]
