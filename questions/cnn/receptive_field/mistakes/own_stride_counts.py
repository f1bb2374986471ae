"""A layer's own stride enlarges its own field.

The jump has to be multiplied *after* the size has grown: a stride spreads the layers above it. Swapped, strides 2, 2, 1 give 21 instead of 15.

Caught by: test_hand_cases[its own stride does not enlarge it]
Page: cnn/receptive-field#recursion
"""

def receptive_field(layers):
    size, jump = 1, 1
    for kernel, stride, dilation in layers:
        jump *= stride
        size += (kernel - 1) * dilation * jump
    return size, jump
