# question: training/stratified_kfold
import numpy as np


def stratified_kfold(labels, k, seed):
    """k folds in which every class is spread evenly.

    Args:
        labels: (N,) any integers.
        k: number of folds, 2 to N.
        seed: of the shuffle.

    Returns:
        A list of k pairs (train, test) of integer index arrays.
    """
    raise NotImplementedError("write me")
