"""Each kernel is multiplied by its own stride.

It is the product of all strides *below* that counts, and the own stride does not. For strides 2, 2, 1 this gives 11 instead of 15.

Caught by: test_hand_cases[strides multiply]
Page: cnn/receptive-field#recursion
"""

def receptive_field(layers):
    size, jump = 1, 1
    for kernel, stride, dilation in layers:
        size += (kernel - 1) * dilation * stride
        jump *= stride
    return size, jump
