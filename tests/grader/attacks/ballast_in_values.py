"""A value with ballast: more than its kind has to say.

An array of the right values has a hundred thousand empty lists in its description.

Held by: strict frames
Expected: protocol
"""

import sys

wire = sys.modules["_grader.wire"]
honest = wire.Encoder.array


def array(self, value, kind="array", **more):
    return honest(self, value, kind, ballast=[[]] * 100_000, **more)


def scale(x, factor):
    wire.Encoder.array = array
    return x * factor
