"""Plain Python, from the top down: the span of one value grows on its way to the input."""


def receptive_field(layers):
    size = jump = 1
    for kernel, stride, dilation in reversed(layers):
        size = stride * (size - 1) + dilation * (kernel - 1) + 1
        jump = jump * stride
    return [size, jump]
