"""Images with labels, in two parts; and the error where they cannot be had."""

from typing import NamedTuple

import numpy as np


class DataError(RuntimeError):
    """Images that could not be had: which file, what was tried, and what to do."""


class Split(NamedTuple):
    """Images as rows of numbers in [0, 1], and labels 0 … 9: for training, and held out for the test."""

    X_train: np.ndarray
    y_train: np.ndarray
    X_test: np.ndarray
    y_test: np.ndarray
