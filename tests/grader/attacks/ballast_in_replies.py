"""Replies with ballast: a part that nobody asked for.

The values are right, and two hundred thousand empty lists stand beside them, for the grader to read.

Held by: strict frames
Expected: protocol
"""

import struct
import sys

BALLAST = b',"ballast":[' + b",".join([b"[]"] * 200_000) + b"]}"
wire = sys.modules["_grader.wire"]
honest = wire.pack


def pack(header, buffers, *caps):
    frame = honest(header, buffers)
    magic, size, body = struct.unpack("<4sIQ", frame[:16])
    text = frame[16 : 15 + size] + BALLAST
    return struct.pack("<4sIQ", magic, len(text), body) + text + frame[16 + size :]


def scale(x, factor):
    wire.pack = pack
    return x * factor
