# question: toy/scale
def scale(x, factor):
    while True:
        pass
