"""Plain Python, a list of rows."""

import math


def sinusoidal_positions(length, dim, base=10000.0):
    rows = []
    for position in range(length):
        row = []
        for i in range(0, dim, 2):
            angle = position / base ** (i / dim)
            row += [math.sin(angle), math.cos(angle)]
        rows.append(row)
    return rows
