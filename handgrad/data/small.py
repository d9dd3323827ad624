"""The 8x8 digits of scikit-learn, which need no download."""

from importlib.util import find_spec
from pathlib import Path

import numpy as np

from handgrad.data.split import DataError, Split
from handgrad.text import say


def digits() -> Split:
    """The 1,797 handwritten digits of scikit-learn, 8 by 8 pixels: 1,397 to train on, 400 held out.

    X is (N, 64), float64, scaled to [0, 1]; y is (N,), int64. The split is the same every time.
    Raises `DataError` where scikit-learn is not installed.
    """
    table = digits_table()
    X, y = table[:, :-1] / 16, table[:, -1].astype(np.int64)
    # RandomState's stream is frozen for good: the split is the same in every version of NumPy.
    order = np.random.RandomState(0).permutation(len(X))
    train, test = order[:-400], order[-400:]
    return Split(X[train], y[train], X[test], y[test])


def digits_table() -> np.ndarray:
    """Scikit-learn's digits as they are: (1797, 65), a row of 64 pixels, 0 … 16, and the digit for each image.

    Raises `DataError` where scikit-learn is not installed.
    """
    found = find_spec("sklearn")
    if found is None:
        raise DataError(say("The images of digits() come with scikit-learn: run pip install scikit-learn."))
    # Importing scikit-learn for them would take more than a second.
    for folder in found.submodule_search_locations or []:
        path = Path(folder, "datasets", "data", "digits.csv.gz")
        if path.is_file():
            return np.loadtxt(path, delimiter=",")
    # A later scikit-learn may keep them elsewhere, and knows where.
    from sklearn.datasets import load_digits

    X, y = load_digits(return_X_y=True)
    return np.column_stack([X, y])
