"""Plain Python: slide the kernel and count."""


def conv_output_size(size, kernel, stride=1, padding=0, dilation=1):
    extent = dilation * (kernel - 1) + 1
    left, places = -padding, 0
    while left + extent <= size + padding:
        places += 1
        left += stride
    if places == 0:
        raise ValueError(f"a kernel of extent {extent} has no place")
    return places
