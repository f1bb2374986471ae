"""Every reply is sent twice.

The second one answers the next request.

Held by: strict frames
Expected: protocol
"""

import socket

send = socket.socket.sendall


def twice(self, data, *more):
    send(self, data, *more)
    send(self, data, *more)


socket.socket.sendall = twice


def scale(x, factor):
    return x
