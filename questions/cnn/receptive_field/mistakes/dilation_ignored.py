"""The dilation does not count.

Taps that are d apart span d(k - 1) + 1 pixels.

Caught by: test_hand_cases[dilation 2 spans 5]
Page: cnn/receptive-field#recursion
"""

def receptive_field(layers):
    size, jump = 1, 1
    for kernel, stride, dilation in layers:
        size += (kernel - 1) * jump
        jump *= stride
    return size, jump
