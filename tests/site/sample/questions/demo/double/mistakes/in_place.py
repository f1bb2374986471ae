"""The input is overwritten.

`x *= 2` writes into the array that the caller still holds, so $x_i$ itself becomes $2 x_i$. Write
`2 * x`, which makes a new array.

Caught by: test_input_is_left_alone
Page: common-mistakes
"""


def double(x):
    x *= 2
    return x
