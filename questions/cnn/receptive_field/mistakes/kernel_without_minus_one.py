"""Each layer adds its whole kernel.

One of the taps lies on pixels that are in the field already. A layer adds k - 1 steps, a 1x1 nothing.

Caught by: test_hand_cases[1x1 sees its own pixel]
Page: cnn/receptive-field#recursion
"""

def receptive_field(layers):
    size, jump = 1, 1
    for kernel, stride, dilation in layers:
        size += kernel * dilation * jump
        jump *= stride
    return size, jump
