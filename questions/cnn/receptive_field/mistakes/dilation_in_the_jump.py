"""The dilation is multiplied into the jump.

A dilation spreads the taps of its own layer. The places of the outputs, and so the next layers, do not move.

Caught by: test_hand_cases[dilations 1, 2, 4]
Page: cnn/receptive-field#recursion
"""

def receptive_field(layers):
    size, jump = 1, 1
    for kernel, stride, dilation in layers:
        size += (kernel - 1) * dilation * jump
        jump *= stride * dilation
    return size, jump
