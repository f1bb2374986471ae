"""The extent of a dilated kernel is taken as d * k.

k taps have k - 1 gaps: the extent is d(k - 1) + 1. For dilation 1 both agree.

Caught by: test_hand_cases[one tap at any dilation]
Page: cnn/receptive-field#recursion
"""

def receptive_field(layers):
    size, jump = 1, 1
    for kernel, stride, dilation in layers:
        size += (kernel * dilation - 1) * jump
        jump *= stride
    return size, jump
