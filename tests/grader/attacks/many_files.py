"""Two hundred files.

They go with the scratch folder.

Held by: own process
Expected: wrong value
"""


def scale(x, factor):
    for number in range(200):
        with open(f"left-{number}", "wb") as file:
            file.write(bytes(4096))
    return x
