"""The jump returned is the last stride.

It is the product of all strides, the distance of neighbors in pixels of the *input*.

Caught by: test_hand_cases[the stride below counts]
Page: cnn/receptive-field#recursion
"""

def receptive_field(layers):
    size, jump = 1, 1
    for kernel, stride, dilation in layers:
        size += (kernel - 1) * dilation * jump
        jump *= stride
    return size, (layers[-1][1] if layers else 1)
