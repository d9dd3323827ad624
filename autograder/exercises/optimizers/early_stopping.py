"""Early stopping: the epoch with the lowest validation loss so far, and the epoch in which the training stops."""

import numpy as np

from autograder.author.page import Page
from handgrad.kit.rules import Exact

page = Page(
    outputs={"best_epoch": Exact(), "stop_epoch": Exact()},
    follows={"stop_epoch": ("best_epoch",)},
    hints=(
        "Go through the epochs one by one, as a training would: you may not look at a loss that has not been "
        "measured yet.",
        "Remember the epoch of the lowest loss so far. In epoch t, t minus that epoch says how many epochs "
        "have brought nothing.",
        "Stop in the first epoch where that number is equal to patience, and return the two epochs. If it "
        "never is, the training stops in the last epoch.",
    ),
)


@page.reference
def by_slices(val_losses, patience):
    losses = list(val_losses)
    for t in range(len(losses)):
        best = losses.index(min(losses[: t + 1]))
        if t - best >= patience:
            return best, t
    return losses.index(min(losses)), len(losses) - 1


@page.cases(public=2, secret=6)
def a_validation_loss_that_turns(rng):
    T = int(rng.integers(12, 18))
    t = np.arange(T)
    low = int(rng.integers(4, 7))
    losses = np.round(0.5 + 0.01 * (t - low) ** 2 + rng.normal(size=T) * 0.05, 2)
    return {"val_losses": losses, "patience": int(rng.integers(2, 5))}


@page.edge("a lower loss comes after the stop")
def lower_later():
    return {"val_losses": np.array([1.0, 0.7, 0.6, 0.64, 0.65, 0.62, 0.55, 0.5, 0.45]), "patience": 3}


@page.edge("equal losses, and a false alarm")
def ties():
    return {"val_losses": np.array([0.9, 0.8, 0.8, 0.85, 0.7, 0.72, 0.7, 0.71, 0.7, 0.75, 0.6]), "patience": 4}


@page.edge("a loss that falls to the end")
def falls_to_the_end():
    return {"val_losses": np.array([1.0, 0.8, 0.7, 0.65, 0.62]), "patience": 2}


@page.edge("a loss that goes up and down")
def zigzag():
    return {"val_losses": np.array([0.8, 0.9, 0.7, 0.75, 0.72, 0.74, 0.73, 0.76, 0.74]), "patience": 5}


@page.edge("a loss that stays, then rises")
def never_falls():
    return {"val_losses": np.array([0.5, 0.5, 0.53, 0.6, 0.62, 0.7]), "patience": 2}


@page.edge("a loss that rises twice, and is lowest at the end")
def rises_twice():
    return {"val_losses": np.array([0.9, 0.7, 0.75, 0.8, 0.6, 0.5]), "patience": 2}


@page.edge("a loss that turns just before the end")
def turns_late():
    return {"val_losses": np.array([0.9, 0.7, 0.6, 0.65, 0.95]), "patience": 4}


@page.cases(public=0, secret=2)
def never_early(rng):
    low = int(rng.integers(2, 5))
    losses = np.concatenate([np.linspace(1, 0.5, low + 1), rng.uniform(0.6, 0.9, size=3)])
    return {"val_losses": np.round(losses, 2), "patience": int(rng.integers(4, 7))}


@page.edge("a patience of one")
def one_chance():
    return {"val_losses": np.array([0.9, 0.8, 0.85, 0.7, 0.75, 0.6]), "patience": 1}


@page.edge("a patience of one again", public=False)
def impatient(rng):
    return {"val_losses": np.round(rng.uniform(0.5, 1.0, size=9), 2), "patience": 1}


@page.edge("a loss that rises early, and long")
def rises_long():
    return {"val_losses": np.array([0.6, 0.65, 0.7, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.4]), "patience": 2}


@page.edge("a loss that falls in steps")
def falls_in_steps():
    return {"val_losses": np.array([0.8, 0.85, 0.7, 0.75, 0.6, 0.65]), "patience": 2}


@page.edge("a loss that falls twice, and rises above its first value")
def rises_above_the_first():
    return {"val_losses": np.array([0.6, 0.5, 0.55, 0.65, 0.7, 0.75, 0.45, 0.4]), "patience": 3}


def _stop(val_losses, patience, *, better=lambda new, best: new < best, against=None):
    """The right answer with one step exchanged."""
    best = 0
    for t in range(len(val_losses)):
        if t and better(val_losses[t], val_losses[best if against is None else against(t)]):
            best = t
        if t - best >= patience:
            return best, t
    return best, len(val_losses) - 1


@page.wrong(
    "best_epoch is that of the whole curve, as if losses after the stop were known: a training that has stopped knows"
    " nothing of them."
)
def looks_ahead(val_losses, patience):
    return int(np.argmin(val_losses)), _stop(val_losses, patience)[1]


@page.wrong(
    "stop_epoch is that of a patience which is larger by one, and best_epoch follows from it: the training stops in "
    "the epoch in which patience epochs in a row have brought no new minimum."
)
def one_late(val_losses, patience):
    return _stop(val_losses, patience + 1)


@page.wrong(
    "stop_epoch is the same as best_epoch: the training goes on after the lowest loss, until patience epochs in a row"
    " have brought nothing."
)
def stops_at_the_best(val_losses, patience):
    return (_stop(val_losses, patience)[0],) * 2


@page.wrong("best_epoch takes an equal loss for a new minimum, and stop_epoch follows from it: only a lower loss is better.")
def equal_is_better(val_losses, patience):
    return _stop(val_losses, patience, better=lambda new, best: new <= best)


@page.wrong(
    "best_epoch is the last epoch whose loss lies below that of the epoch before, and stop_epoch follows from it: a "
    "loss counts when it is below the lowest so far."
)
def against_the_epoch_before(val_losses, patience):
    return _stop(val_losses, patience, against=lambda t: t - 1)


@page.wrong("best_epoch and stop_epoch have changed places: the epoch of the lowest loss comes first.")
def changed_places(val_losses, patience):
    return _stop(val_losses, patience)[::-1]


@page.wrong(
    "best_epoch and stop_epoch are those of a training that never stops early: stop when `patience` epochs in a row "
    "have brought no new minimum."
)
def never_stops(val_losses, patience):
    return int(np.argmin(val_losses)), len(val_losses) - 1


@page.wrong(
    "stop_epoch counts how often in a row the loss rose, and best_epoch follows from it: count the epochs since the "
    "lowest loss so far, also those in which the loss fell a little."
)
def rises_in_a_row(val_losses, patience):
    best, rises = 0, 0
    for t in range(1, len(val_losses)):
        rises = rises + 1 if val_losses[t] > val_losses[t - 1] else 0
        best = t if val_losses[t] < val_losses[best] else best
        if rises == patience:
            return best, t
    return best, len(val_losses) - 1


@page.wrong(
    "stop_epoch comes when patience epochs in total have brought no new minimum, and best_epoch is the best up to "
    "there: count those in a row, and begin anew at each minimum."
)
def counted_in_total(val_losses, patience):
    best, bad = 0, 0
    for t in range(1, len(val_losses)):
        if val_losses[t] < val_losses[best]:
            best = t
        else:
            bad += 1
        if bad == patience:
            return best, t
    return best, len(val_losses) - 1


@page.wrong("best_epoch is the lowest loss itself: return the number of the epoch in which it came.")
def loss_of_the_best(val_losses, patience):
    best, stop = _stop(val_losses, patience)
    return float(val_losses[best]), stop


@page.wrong("stop_epoch is one too large where the training never stops early: the last epoch is len(val_losses) - 1.")
def past_the_end(val_losses, patience):
    best, stop = _stop(val_losses, patience)
    return best, stop + (stop - best < patience)


@page.wrong("stop_epoch counts epochs from 1, and so does best_epoch: the first loss is epoch 0.")
def counted_from_one(val_losses, patience):
    best, stop = _stop(val_losses, patience)
    return best + 1, stop + 1


@page.wrong(
    "stop_epoch is that of a patience which is smaller by one, and best_epoch follows from it: patience epochs in a "
    "row have to pass without a new minimum."
)
def one_early(val_losses, patience):
    return _stop(val_losses, patience - 1)


@page.wrong(
    "stop_epoch is that of a count which begins anew whenever a loss is below the one before, and best_epoch is the "
    "best up to there: count the epochs since the lowest loss so far."
)
def against_the_loss_before(val_losses, patience):
    best, bad = 0, 0
    for t in range(1, len(val_losses)):
        bad = 0 if val_losses[t] < val_losses[t - 1] else bad + 1
        best = t if val_losses[t] < val_losses[best] else best
        if bad == patience:
            return best, t
    return best, len(val_losses) - 1


@page.wrong(
    "best_epoch is the last epoch where the training never stops early: there too it is the epoch of the lowest loss."
)
def last_where_it_never_stops(val_losses, patience):
    best, stop = _stop(val_losses, patience)
    return (best if stop - best == patience else stop), stop


@page.wrong(
    "stop_epoch is best_epoch plus patience in every case: where the training never stops early, the last epoch is "
    "len(val_losses) - 1."
)
def always_patience_later(val_losses, patience):
    best = _stop(val_losses, patience)[0]
    return best, best + patience


@page.wrong(
    "stop_epoch is one too large in every case: epochs are counted from 0, and the epoch in which the training stops "
    "is the last that was run."
)
def stop_counted_from_one(val_losses, patience):
    best, stop = _stop(val_losses, patience)
    return best, stop + 1


@page.wrong("best_epoch and stop_epoch are losses: return the numbers of the two epochs.")
def losses_of_both(val_losses, patience):
    best, stop = _stop(val_losses, patience)
    return float(val_losses[best]), float(val_losses[stop])


@page.wrong("best_epoch is the last epoch whose loss lies below that of the first one: the lowest loss so far has to be kept.")
def against_the_first_epoch(val_losses, patience):
    best, waited = 0, 0
    for t in range(1, len(val_losses)):
        best, waited = (t, 0) if val_losses[t] < val_losses[0] else (best, waited + 1)
        if waited >= patience:
            return best, t
    return best, len(val_losses) - 1


@page.wrong("best_epoch is 0 in every case: it is the epoch of the lowest loss up to the stop.")
def best_epoch_not_kept(val_losses, patience):
    return 0, _stop(val_losses, patience)[1]


@page.wrong(
    "stop_epoch is that of a count from which each new minimum takes one away, and best_epoch is the best up to there: a new "
    "minimum sets the count back to 0."
)
def count_lowered_by_one(val_losses, patience):
    best, bad = 0, -1
    for t in range(1, len(val_losses)):
        lower = val_losses[t] < val_losses[best]
        best, bad = (t, bad - 1) if lower else (best, bad + 1)
        if bad == patience:
            return best, t
    return best, len(val_losses) - 1


@page.right
def with_running_minimum(val_losses, patience):
    lowest = np.minimum.accumulate(val_losses)
    fresh = np.concatenate([[True], val_losses[1:] < lowest[:-1]])
    best = np.maximum.accumulate(np.where(fresh, np.arange(len(fresh)), 0))
    waits = np.flatnonzero(np.arange(len(fresh)) - best >= patience)
    stop = waits[0] if len(waits) else len(fresh) - 1
    return best[stop], stop


@page.right
def with_a_counter(val_losses, patience):
    best, bad, t = 0, 0, 0
    for t, loss in enumerate(val_losses):
        if t == 0 or loss < val_losses[best]:
            best, bad = t, 0
        else:
            bad += 1
        if bad == patience:
            break
    return {"stop_epoch": t, "best_epoch": best}
