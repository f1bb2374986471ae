"""The extents are multiplied.

Fields of stacked layers add up, step by step. Two 3x3 see 5 pixels, not 9.

Caught by: test_hand_cases[two 3x3 are a 5x5]
Page: cnn/receptive-field#recursion
"""

def receptive_field(layers):
    size, jump = 1, 1
    for kernel, stride, dilation in layers:
        size *= (kernel - 1) * dilation + 1
        jump *= stride
    return size, jump
