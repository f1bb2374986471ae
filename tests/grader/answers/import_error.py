# question: toy/scale
import a_package_that_nobody_has


def scale(x, factor):
    return x * factor
