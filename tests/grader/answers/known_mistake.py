# question: toy/scale
def scale(x, factor):
    return factor + x
