"""The largest response of a kernel on an image, and the place of the patch that gives it."""

import numpy as np

from autograder.author.draw import numbers
from autograder.author.page import Page
from handgrad.kit.rules import Close, Exact

page = Page(
    outputs={"value": Close(), "row": Exact(), "column": Exact()},
    hints=(
        "Begin with the responses at all places: that is exercise 3.",
        "argmax counts the entries of S row by row, from 0, and gives the first of the largest. Turn the count into a row and "
        "a column.",
        "np.unravel_index turns a count and a shape into a row and a column. Divided by hand: the row is the quotient by the "
        "number of columns of S, the column is the remainder.",
    ),
)


def _responses(X, K):
    return np.einsum("ijuv,uv->ij", np.lib.stride_tricks.sliding_window_view(X, K.shape), K)


@page.reference
def by_looking_everywhere(X, K):
    best, place = -np.inf, (0, 0)
    for i in range(X.shape[0] - K.shape[0] + 1):
        for j in range(X.shape[1] - K.shape[1] + 1):
            response = sum(K[u, v] * X[i + u, j + v] for u, v in np.ndindex(K.shape))
            if response > best:
                best, place = response, (i, j)
    return best, *place


def _image(rng):
    """An image whose strongest response is not at row = column, nor that of the largest absolute value, nor that of the
    kernel turned round."""
    while True:
        X, K = numbers(rng, 7, 8), numbers(rng, 4, 3)
        S, turned = _responses(X, K), _responses(X, K[::-1, ::-1])
        i, j = np.unravel_index(S.argmax(), S.shape)
        clear = -S.min() > S.max() + 0.1 and np.ptp(np.sort(S.ravel())[-2:]) > 0.1
        if i and j and i != j and clear and S.argmax() != turned.argmax():
            return X, K


@page.cases(public=2, secret=4)
def random_image(rng):
    X, K = _image(rng)
    return {"X": X, "K": K}


@page.edge("the same pattern three times", public=False)
def twice(rng):
    X = np.zeros((9, 10))
    X[1:3, 5:7] = X[4:6, 2:4] = X[6:8, 7:9] = [[1.0, 0.0], [0.0, 1.0]]
    return {"X": np.roll(X, int(rng.integers(0, 2)), axis=1), "K": np.array([[1.0, -0.5], [-0.5, 1.0]])}


@page.edge("a pattern, and two copies of it further down")
def copied():
    X = np.zeros((8, 9))
    X[0:2, 3:5] = X[3:5, 0:2] = X[5:7, 6:8] = [[2.0, 0.0], [0.0, 2.0]]
    return {"X": X, "K": np.array([[1.0, -0.5], [-0.5, 1.0]])}


@page.edge("negative responses alone")
def negative():
    return {"X": np.array([[4.0, 2.0, 3.0], [5.0, 3.0, 1.0], [2.0, 2.0, 6.0]]), "K": np.array([[-1.0, -0.5], [-0.25, -0.25]])}


@page.wrong("row and column have changed places: the row comes first.")
def swapped(X, K):
    value, row, column = by_looking_everywhere(X, K)
    return value, column, row


@page.wrong("value, row and column are those of the kernel turned by 180 degrees: use the responses without a turn.")
def flipped(X, K):
    return by_looking_everywhere(X, K[::-1, ::-1])


@page.wrong("value, row and column belong to the largest response without its sign: a strongly negative one is no match.")
def without_the_sign(X, K):
    S = _responses(X, K)
    i, j = np.unravel_index(np.abs(S).argmax(), S.shape)
    return abs(S[i, j]), i, j


@page.wrong("row and column are those of the patch's last pixel: give its first one, at the top left.")
def bottom_right(X, K):
    value, row, column = by_looking_everywhere(X, K)
    return value, row + K.shape[0] - 1, column + K.shape[1] - 1


@page.wrong("row and column count from 1: count from 0, as indices do.")
def from_one(X, K):
    value, row, column = by_looking_everywhere(X, K)
    return value, row + 1, column + 1


@page.wrong("row and column are those of the last of several equal responses, in reading order: the first one counts.")
def the_last(X, K):
    S = _responses(X, K)
    i, j = np.argwhere(np.isclose(S, S.max()))[-1]
    return S.max(), i, j


@page.wrong("value is never below 0 here: when all responses are negative, the largest one is negative too.")
def at_least_zero(X, K):
    value, row, column = by_looking_everywhere(X, K)
    return max(value, 0.0), row, column


@page.wrong(
    "value, row and column are 0 where all responses are negative, as when the search starts from 0: start below "
    "every number."
)
def started_from_zero(X, K):
    value, row, column = by_looking_everywhere(X, K)
    return (value, row, column) if value > 0 else (0.0, 0, 0)


@page.wrong(
    "row and column are those of the first of several equal responses column by column: the first one row by row "
    "counts."
)
def first_in_its_column(X, K):
    S = _responses(X, K)
    j, i = np.argwhere(np.isclose(S, S.max()).T)[0]
    return S.max(), i, j


@page.wrong("value, row and column belong to the smallest response: take the largest.")
def smallest(X, K):
    S = _responses(X, K)
    i, j = np.argwhere(np.isclose(S, S.min()))[0]
    return S.min(), i, j


@page.wrong("row and column are those of the patch's middle: give its first pixel, at the top left.")
def middle_of_the_patch(X, K):
    value, row, column = by_looking_everywhere(X, K)
    return value, row + K.shape[0] // 2, column + K.shape[1] // 2


@page.wrong("row and column are the place in a list of all responses: turn it into a row and a column, by divmod, say.")
def place_in_a_list(X, K):
    value, row, column = by_looking_everywhere(X, K)
    flat = row * (X.shape[1] - K.shape[1] + 1) + column
    return value, flat, flat


@page.wrong("row and column are those of the largest pixel of X: those of the largest response are asked for.")
def place_of_the_largest_pixel(X, K):
    row, column = divmod(int(np.argmax(X)), X.shape[1])
    return by_looking_everywhere(X, K)[0], row, column


@page.wrong("row and column come from a division by the number of rows: a row has as many places as there are columns.")
def divided_by_the_rows(X, K):
    value, row, column = by_looking_everywhere(X, K)
    flat = row * (X.shape[1] - K.shape[1] + 1) + column
    return value, *divmod(flat, X.shape[0] - K.shape[0] + 1)


@page.wrong("row and column come from a division by the width of X: a row of responses is shorter than that.")
def divided_by_the_width_of_the_image(X, K):
    value, row, column = by_looking_everywhere(X, K)
    return value, *divmod(row * (X.shape[1] - K.shape[1] + 1) + column, X.shape[1])


@page.right
def with_argmax(X, K):
    S = _responses(X, K)
    i, j = np.unravel_index(S.argmax(), S.shape)
    return S[i, j], i, j


@page.right
def with_divmod(X, K):
    S = _responses(X, K)
    row, column = divmod(int(S.argmax()), S.shape[1])
    return {"value": float(S.max()), "row": row, "column": column}
