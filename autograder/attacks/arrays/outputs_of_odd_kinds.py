# Complex numbers, texts, dates, records, masked arrays.
import numpy as np


def affine_backward(dS, X, W):
    return X.astype(complex) * 1j, np.array(["0.0"] * len(W)), np.ma.masked_all(dS[0].shape)


gained = []
