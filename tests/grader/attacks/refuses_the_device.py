"""The worker's own exception, of the kind "device".

A missing device ends the grading of everybody's answers.

Held by: strict frames
Expected: protocol
"""

import sys


def scale(x, factor):
    raise sys.modules["_grader.serve"].Refused("device", "there is no such device")
