"""print, sixty-four megabytes.

A pipe that nobody empties blocks; one that somebody keeps fills the memory.

Held by: output cap
Expected: too much output
"""


def scale(x, factor):
    for _ in range(64):
        print("passed " * 150_000)
    return x
