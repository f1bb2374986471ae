"""A reply whose header is eight megabytes of spaces.

JSON allows them, and the values are right.

Held by: strict frames
Expected: protocol
"""

import struct
import sys

wire = sys.modules["_grader.wire"]
honest = wire.pack


def pack(header, buffers, *caps):
    frame = honest(header, buffers)
    magic, size, body = struct.unpack("<4sIQ", frame[:16])
    text = frame[16 : 16 + size] + b" " * (8 << 20)
    return struct.pack("<4sIQ", magic, len(text), body) + text + frame[16 + size :]


def scale(x, factor):
    wire.pack = pack
    return x * factor
