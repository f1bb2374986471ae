# question: toy/scale
import torch


def scale(x, factor):
    return x * factor
