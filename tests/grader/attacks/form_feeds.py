"""Line breaks that only some programs see.

Form feeds, carriage returns and Unicode's own separators: line numbers differ between readers.

Held by: clean text
Expected: raised
"""


def scale(x, factor):
    note = "@SEPARATORS@"
    raise ValueError(note)
