"""The worker's own server is told to answer that all is well.

Server.perform is replaced by one that claims a verdict.

Held by: verdict outside, strict frames
Expected: protocol
"""

import sys


def scale(x, factor):
    return x


def perform(self, header, body):
    return {"ok": True, "passed": True, "outcome": "passed"}, []


sys.modules["_grader.serve"].Server.perform = perform
