"""The learning rate and the regularization with the highest validation accuracy in a table of the two."""

import numpy as np

from autograder.author.draw import sizes
from autograder.author.page import Page

page = Page(
    outputs=("learning_rate", "reg"),
    hints=(
        "Two tables are given. One was measured on images that the nets had been trained on. Which of the two can tell how a "
        "net does on new images?",
        "argmax of a table counts through all entries, row after row: with 4 columns, place 6 is row 1, column 2. "
        "np.unravel_index turns a place into a row and a column.",
        "np.unravel_index(place, table.shape) gives (row, column). The row picks from learning_rates, the column from "
        "strengths.",
    ),
)


@page.reference
def by_looking_at_each(train_accuracy, val_accuracy, learning_rates, strengths):
    best = (-1.0, None, None)
    for i, learning_rate in enumerate(learning_rates):
        for j, reg in enumerate(strengths):
            if val_accuracy[i, j] > best[0]:
                best = (val_accuracy[i, j], float(learning_rate), float(reg))
    return best[1:]


def draw(rng, L, R):
    """Tables in which every known mistake picks something else."""
    learning_rates = np.sort(rng.choice([0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0], L, replace=False))
    strengths = np.sort(rng.choice([0.0, 1e-4, 3e-4, 0.002, 0.005, 0.02, 0.05, 0.2], R, replace=False))
    while True:
        val = np.round(0.5 + 0.3 * rng.permutation(L * R).reshape(L, R) / (L * R), 3)
        train = np.clip(np.round(val + rng.uniform(0.005, 0.2, (L, R)), 3), 0, 1)
        pick = [np.unravel_index(table.argmax(), (L, R)) for table in (val, train, -val, val - train, val + train)]
        lowest, highest = ((table.mean(axis=1).argmax(), table.mean(axis=0).argmax()) for table in (-val, val))
        pick.append(highest)
        # Nor do some of the mistakes pick what another one does, be it the row or the column alone.
        apart = pick[1] != pick[4] and all(one[k] != other[k] for one, other in ((pick[4], highest), (pick[2], lowest))
                                           for k in (0, 1))
        if apart and all(pick[0][0] != other[0] and pick[0][1] != other[1] for other in pick[1:]):
            return {"train_accuracy": train, "val_accuracy": val, "learning_rates": learning_rates, "strengths": strengths}


@page.cases(public=3, secret=6)
def random_table(rng):
    L, R = sizes(rng, 2, low=4, high=7)
    return draw(rng, L, R)


@page.edge("the best pair does not shine in training")
def dull_in_training():
    val = np.array([[0.5, 0.45, 0.6, 0.55], [0.4, 0.82, 0.45, 0.5], [0.78, 0.6, 0.72, 0.7], [0.3, 0.45, 0.6, 0.785]])
    train = np.array([[0.56, 0.5, 0.99, 1.0], [0.47, 0.74, 0.5, 0.55], [0.8, 0.65, 0.77, 0.75], [0.4, 0.5, 0.64, 0.785]])
    return {"train_accuracy": train, "val_accuracy": val, "learning_rates": np.array([0.01, 0.1, 0.3, 1.0]),
            "strengths": np.array([0.0, 0.001, 0.01, 0.1])}  # fmt: skip


@page.edge("as many learning rates as strengths", public=False)
def square(rng):
    return draw(rng, 4, 4)


def at(table, learning_rates, strengths):
    i, j = np.unravel_index(table.argmax(), table.shape)
    return float(learning_rates[i]), float(strengths[j])


@page.wrong(
    "The setting is the best one for the training images. A net can learn those by heart: choose by the validation accuracy."
)
def by_the_training_accuracy(train_accuracy, val_accuracy, learning_rates, strengths):
    return at(train_accuracy, learning_rates, strengths)


@page.wrong("The setting is the worst one: it has the lowest validation accuracy. Accuracy is better when it is higher.")
def the_worst(train_accuracy, val_accuracy, learning_rates, strengths):
    return at(-val_accuracy, learning_rates, strengths)


@page.wrong(
    "learning_rate is that of the best row and reg that of the best column, each on average: the best pair need not "
    "be the pair of the two. Look for the best entry of the table."
)
def best_on_average(train_accuracy, val_accuracy, learning_rates, strengths):
    i, j = val_accuracy.mean(axis=1).argmax(), val_accuracy.mean(axis=0).argmax()
    return float(learning_rates[i]), float(strengths[j])


@page.wrong("learning_rate and reg have changed places: learning_rate comes first.")
def swapped(train_accuracy, val_accuracy, learning_rates, strengths):
    return at(val_accuracy, learning_rates, strengths)[::-1]


@page.wrong(
    "The setting has the smallest gap between training and validation accuracy. A net that learns nothing has a small gap too: "
    "choose the highest validation accuracy."
)
def smallest_gap(train_accuracy, val_accuracy, learning_rates, strengths):
    return at(val_accuracy - train_accuracy, learning_rates, strengths)


@page.wrong(
    "The setting has the highest sum of the two accuracies. The training accuracy must not decide at all: take the "
    "validation table."
)
def by_the_sum(train_accuracy, val_accuracy, learning_rates, strengths):
    return at(train_accuracy + val_accuracy, learning_rates, strengths)


@page.wrong("learning_rate and reg are positions in the lists. Look the numbers up: learning_rates[row], strengths[column].")
def positions(train_accuracy, val_accuracy, learning_rates, strengths):
    i, j = np.unravel_index(val_accuracy.argmax(), val_accuracy.shape)
    return float(i), float(j)


@page.wrong("The setting has the highest product of the two accuracies. The training accuracy must not decide at all: take the "
            "validation table.")  # fmt: skip
def by_the_product(train_accuracy, val_accuracy, learning_rates, strengths):
    return at(train_accuracy * val_accuracy, learning_rates, strengths)


@page.wrong("The setting has the highest of the smaller accuracies. The training accuracy must not decide at all: take the "
            "validation table.")  # fmt: skip
def by_the_smaller(train_accuracy, val_accuracy, learning_rates, strengths):
    return at(np.minimum(train_accuracy, val_accuracy), learning_rates, strengths)


@page.wrong("Row and column have changed places: the row picks from learning_rates, the column from strengths.")
def row_and_column_exchanged(train_accuracy, val_accuracy, learning_rates, strengths):
    i, j = np.unravel_index(val_accuracy.argmax(), val_accuracy.shape)
    return (float(learning_rates[j]), float(strengths[i])) if j < len(learning_rates) and i < len(strengths) else None


@page.right
def with_divmod(train_accuracy, val_accuracy, learning_rates, strengths):
    i, j = divmod(int(val_accuracy.argmax()), val_accuracy.shape[1])
    return learning_rates[i], strengths[j]


@page.right
def with_where(train_accuracy, val_accuracy, learning_rates, strengths):
    rows, columns = np.where(val_accuracy == val_accuracy.max())
    return {"reg": strengths[columns[0]], "learning_rate": learning_rates[rows[0]]}
