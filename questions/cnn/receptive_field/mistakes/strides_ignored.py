"""The field grows as if all strides were 1.

Behind a stride of 2 one step of the kernel is two pixels of the input. Early strides are what makes fields large.

Caught by: test_hand_cases[the stride below counts]
Page: cnn/receptive-field#recursion
"""

def receptive_field(layers):
    size, jump = 1, 1
    for kernel, stride, dilation in layers:
        size += (kernel - 1) * dilation
        jump *= stride
    return size, jump
