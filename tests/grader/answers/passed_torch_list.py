# question: toy/scale
import torch


def scale(x, factor):
    return [value * factor for value in x]
