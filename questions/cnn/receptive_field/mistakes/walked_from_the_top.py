"""The recursion for the way up is walked from the top down.

The list begins at the input. Downward the recursion is another one: size = stride * (size - 1) + dilation * (kernel - 1) + 1.

Caught by: test_hand_cases[the stride below counts]
Page: cnn/receptive-field#recursion
"""

def receptive_field(layers):
    size, jump = 1, 1
    for kernel, stride, dilation in layers[::-1]:
        size += (kernel - 1) * dilation * jump
        jump *= stride
    return size, jump
