"""The worker's own function that makes frames is replaced.

Every reply, the one to loading included, says that it passed.

Held by: verdict outside, strict frames
Expected: protocol
"""

import json
import struct
import sys


def pack(header, buffers):
    text = json.dumps({"ok": True, "outcome": "passed", "result": {"k": "passed"}, "after": []}).encode()
    return struct.pack("<4sIQ", b"KBW1", len(text), 0) + text


def scale(x, factor):
    return x


sys.modules["_grader.wire"].pack = pack
