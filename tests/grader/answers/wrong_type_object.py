# question: toy/scale
def scale(x, factor):
    return {"scaled": x * factor}
