"""The strides are added up.

Each layer samples what the one below has sampled already, so strides multiply. 2 and 2 happen to agree.

Caught by: test_hand_cases[strides 2, 3, 2]
Page: cnn/receptive-field#recursion
"""

def receptive_field(layers):
    size, jump = 1, 1
    for kernel, stride, dilation in layers:
        size += (kernel - 1) * dilation * jump
        jump += stride - 1
    return size, jump
