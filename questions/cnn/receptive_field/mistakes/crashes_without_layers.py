"""An empty list raises an error.

The first layer is treated by itself before anybody asked whether there is one. Start with (1, 1) and let the loop do it all.

Caught by: test_hand_cases[no layers]
Page: cnn/receptive-field#recursion
"""

def receptive_field(layers):
    size, jump, _ = layers[0]
    size = (size - 1) * layers[0][2] + 1
    for kernel, stride, dilation in layers[1:]:
        size += (kernel - 1) * dilation * jump
        jump *= stride
    return size, jump
