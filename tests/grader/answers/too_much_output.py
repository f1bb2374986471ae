# question: toy/scale
def scale(x, factor):
    for _ in range(1 << 30):
        print("x" * 1000)
    return x * factor
