# Infinite outputs, whose differences are nan.
import numpy as np


def affine_backward(dS, X, W):
    return np.full_like(X, np.inf), np.full_like(W, -np.inf), np.full_like(dS[0], np.inf)


gained = []
