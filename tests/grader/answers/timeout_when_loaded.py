# question: toy/scale
while True:
    pass
