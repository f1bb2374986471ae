"""Only the pixels that are touched are counted.

The size is measured from the first to the last pixel. How many of them are touched is another question, that of gridding.

Caught by: test_hand_cases[dilation 2 spans 5]
Page: cnn/receptive-field#gridding
"""

def receptive_field(layers):
    pixels, jump = {0}, 1
    for kernel, stride, dilation in layers:
        pixels = {p + tap * dilation * jump for p in pixels for tap in range(kernel)}
        jump *= stride
    return len(pixels), jump
