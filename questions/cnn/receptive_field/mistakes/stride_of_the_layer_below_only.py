"""Only the stride directly below is used.

Strides accumulate: behind two layers of stride 2 neighbors are 4 pixels apart.

Caught by: test_hand_cases[strides multiply]
Page: cnn/receptive-field#recursion
"""

def receptive_field(layers):
    size, jump, below = 1, 1, 1
    for kernel, stride, dilation in layers:
        size += (kernel - 1) * dilation * below
        below = stride
        jump *= stride
    return size, jump
