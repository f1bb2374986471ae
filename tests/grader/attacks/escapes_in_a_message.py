"""An exception whose message repaints the terminal.

Escape sequences, carriage returns, backspaces and a switch of the writing direction.

Held by: clean text
Expected: raised
"""


def scale(x, factor):
    raise ValueError("\x1b[2J\x1b[1;1H\x1b]0;passed\x07\r\b\b\u202epassed\u2028\x9b31m" * 20)
