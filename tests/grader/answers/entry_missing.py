# question: toy/scale
def scales(x, factor):
    return x * factor
