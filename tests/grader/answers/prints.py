# question: toy/scale
def scale(x, factor):
    print("x is", x)
    return x
