"""The field begins at 0 pixels.

A value of the input sees one pixel, itself. Every result is one too small.

Caught by: test_hand_cases[no layers]
Page: cnn/receptive-field#recursion
"""

def receptive_field(layers):
    size, jump = 0, 1
    for kernel, stride, dilation in layers:
        size += (kernel - 1) * dilation * jump
        jump *= stride
    return size, jump
