"""One epoch of the plateau schedule: the rate falls when the validation loss has brought no new minimum for too long.

Graded over a history of losses. An epoch is good where its loss is below the lowest so far, and bad otherwise; after more than
`patience` bad epochs in a row the rate is multiplied by `factor` (not below `lowest`) and the counting begins anew.
"""

import functools

import numpy as np

from autograder.author.draw import number
from autograder.author.page import Page
from handgrad.adapters.optimizers import run_steps

page = Page(
    outputs=("rates", "best"),
    hints=(
        "Two questions, one after the other. Is this loss a new minimum? Then: have there been too many bad "
        "epochs in a row?",
        "A new minimum becomes best and sets bad to 0; any other loss, an equal one too, raises bad by 1. Too"
        " many means that bad is greater than patience.",
        "When there are too many, the new rate is the larger of the lowest rate and the rate times factor, "
        "and bad goes back to 0. Return the rate and a dict with best and bad.",
    ),
)


def fed(step):
    """The step, fed with losses as the check feeds it."""
    return functools.wraps(step)(run_steps(step, best=np.inf, bad=0))


@page.reference
def from_the_whole_history(lr, losses, factor, patience, lowest):
    rates, begin = [], 0
    for t in range(len(losses)):
        # The last new minimum, and the last cut, whichever is later: the bad epochs are counted from there.
        minima = [s for s in range(t + 1) if s == 0 or losses[s] < losses[:s].min()]
        since = t - max(minima[-1], begin - 1)
        if since > patience:
            lr, begin = max(lr * factor, lowest), t + 1
        rates.append(lr)
    return np.array(rates), np.minimum.accumulate(losses)


def draw(rng, losses, **settings):
    return {"lr": number(rng, 0.3, 0.9), "losses": np.array(losses), "factor": number(rng, 0.3, 0.8),
            "patience": int(rng.integers(1, 4)), "lowest": 0.0} | settings  # fmt: skip


@page.cases(public=2, secret=6)
def a_noisy_validation_loss(rng):
    T = int(rng.integers(12, 18))
    return draw(rng, np.round(0.5 + np.exp(-0.3 * np.arange(T)) + rng.normal(size=T) * 0.2, 1))


@page.edge("a loss that falls, stands still and falls again")
def stands_still(rng):
    return draw(rng, [1.0, 0.8, 0.7, 0.7, 0.7, 0.7, 0.6, 0.6, 0.6, 0.6, 0.5], patience=2)


@page.edge("a loss that rises slowly, and a lowest rate")
def rises(rng):
    return draw(rng, [0.5, 0.6, 0.55, 0.65, 0.6, 0.7, 0.65, 0.6, 0.75, 0.7, 0.8, 0.9], lr=0.6, factor=0.3, patience=1,
                lowest=0.05)


@page.edge("a loss that rises epoch after epoch")
def rises_in_a_row(rng):
    return draw(rng, [0.5, 0.6, 0.7, 0.8, 0.65, 0.6, 0.4], patience=3)


@page.edge("a loss that rises to the end")
def rises_to_the_end(rng):
    return draw(rng, [0.5, 0.6, 0.7, 0.8, 0.9, 1.0], patience=1)


@page.edge("a good epoch between bad ones")
def a_good_one_between(rng):
    return draw(rng, [0.9, 0.95, 0.92, 0.8, 0.85, 0.9, 0.84, 0.7, 0.75, 0.6], patience=3)


@page.edge("no patience")
def impatient(rng):
    return draw(rng, [0.9, 0.8, 0.85, 0.7, 0.7, 0.6], patience=0)


@page.edge("a hundred epochs", public=False)
def long(rng):
    return draw(rng, np.round(np.exp(-0.05 * np.arange(100)) + rng.normal(size=100) * 0.05, 2), patience=5, lowest=0.01)


def _step(lr, loss, state, factor, patience, lowest, *, good=None, too_many=None, reset=0, kept=None, floor=max):
    """The right answer with one step exchanged."""
    if loss < state["best"] if good is None else good(loss, state["best"]):
        best, bad = loss, 0 if kept is None else kept(state["bad"])
    else:
        best, bad = min(state["best"], loss), state["bad"] + 1
    if bad > patience if too_many is None else too_many(bad, patience):
        lr, bad = floor(lr * factor, lowest), reset if reset is not None else bad
    return lr, {"best": best, "bad": bad}


@page.wrong(
    "rates fall one epoch too early: the rate is cut when bad is greater than patience, not when it is equal."
)
@fed
def one_early(*given):
    return _step(*given, too_many=lambda bad, patience: bad >= patience)


@page.wrong("rates fall one epoch too late: the rate is cut as soon as bad is greater than patience.")
@fed
def one_late(*given):
    return _step(*given, too_many=lambda bad, patience: bad > patience + 1)


@page.wrong("rates fall again in each bad epoch that follows a cut: a cut sets bad back to 0.")
@fed
def never_reset(*given):
    return _step(*given, reset=None)


@page.wrong("rates count bad epochs in total, not in a row: a new minimum sets bad back to 0.")
@fed
def counted_in_total(*given):
    return _step(*given, kept=lambda bad: bad)


@page.wrong("rates take an equal loss for progress: only a loss below best is a new minimum.")
@fed
def equal_is_good(*given):
    return _step(*given, good=lambda loss, best: loss <= best)


@page.wrong(
    "best holds the loss of the epoch before, and the rates follow from that: compare with the lowest loss so"
    " far."
)
@fed
def against_the_epoch_before(lr, loss, state, factor, patience, lowest):
    lr, new = _step(lr, loss, state, factor, patience, lowest)
    return lr, {"best": loss, "bad": new["bad"]}


@page.wrong("rates fall below the lowest rate: take the larger of lowest and the rate times factor.")
@fed
def no_floor(*given):
    return _step(*given, floor=lambda rate, lowest: rate)


@page.wrong("best starts anew after a cut: the lowest loss so far is kept, only bad goes back to 0.")
@fed
def best_forgotten(*given):
    lr, new = _step(*given)
    return lr, {"best": np.inf if lr != given[0] else new["best"], "bad": new["bad"]}


@page.wrong("rates rise at a cut: it multiplies the rate by factor, which is smaller than 1.")
@fed
def rises_instead(lr, loss, state, factor, patience, lowest):
    return _step(lr, loss, state, 1 / factor, patience, lowest)


@page.wrong("best stays at infinity, so each loss looks like a new minimum: return the new best in the state.")
@fed
def best_not_kept(*given):
    lr, new = _step(*given)
    return lr, {"best": given[2]["best"], "bad": new["bad"]}


@page.wrong("rates never fall where patience is above 0, as if bad did not count up: return the new bad in the state.")
@fed
def bad_not_kept(*given):
    lr, new = _step(*given)
    return lr, {"best": new["best"], "bad": given[2]["bad"]}


@page.wrong(
    "rates fall to the lowest rate or below it at the first cut: take the larger of lowest and the rate times factor."
)
@fed
def the_smaller(*given):
    return _step(*given, floor=min)


@page.wrong("best begins anew at a cut, with that epoch's loss: the lowest loss so far is kept, only bad goes back to 0.")
@fed
def best_from_the_cut(*given):
    lr, new = _step(*given)
    return lr, {"best": given[1] if new["bad"] == 0 else new["best"], "bad": new["bad"]}


@page.wrong("rates stop above the lowest rate: where a cut would go below it, the new rate is the lowest rate itself.")
@fed
def stops_above(lr, loss, state, factor, patience, lowest):
    return _step(lr, loss, state, factor, patience, lowest, floor=lambda rate, lowest: rate if rate >= lowest else lr)


@page.wrong("rates are counted down by a good epoch: a new minimum sets bad back to 0, however large it is.")
@fed
def good_epochs_take_one_away(*given):
    return _step(*given, kept=lambda bad: max(bad - 1, 0))


@page.right
@fed
def with_plain_branches(lr, loss, state, factor, patience, lowest):
    best, bad = state["best"], state["bad"]
    if loss >= best:
        bad += 1
    else:
        best, bad = loss, 0
    if bad <= patience:
        return lr, {"best": best, "bad": bad}
    return (lr * factor if lr * factor > lowest else lowest), {"best": best, "bad": 0}


@page.right
@fed
def in_a_copy_of_the_state(lr, loss, state, factor, patience, lowest):
    state = dict(state)
    state["bad"] = 0 if loss < state["best"] else state["bad"] + 1
    state["best"] = min(state["best"], loss)
    if state["bad"] == patience + 1:
        state["bad"] = 0
        lr = max(lowest, factor * lr)
    return lr, state
