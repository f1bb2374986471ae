"""Plain Python, from the input up."""


def receptive_field(layers):
    size = jump = 1
    for kernel, stride, dilation in layers:
        size += (kernel - 1) * dilation * jump
        jump *= stride
    return size, jump
