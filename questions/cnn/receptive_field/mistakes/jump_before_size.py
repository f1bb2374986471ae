"""The two results are exchanged.

(size, jump) was asked, in this order.

Caught by: test_hand_cases[one 3x3]
Page: cnn/receptive-field#recursion
"""

def receptive_field(layers):
    size, jump = 1, 1
    for kernel, stride, dilation in layers:
        size += (kernel - 1) * dilation * jump
        jump *= stride
    return jump, size
