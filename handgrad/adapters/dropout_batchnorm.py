"""How chapter 08's functions are asked."""

from collections.abc import Callable
from typing import Any

from handgrad.layers import Array
from handgrad.text import say


def refusing(update: Callable[..., Any]) -> Callable[..., dict[str, Any]]:
    """A function of plain data around `update(running_mean, running_var, X, momentum)`, which refuses a batch of one.

    Gives running_mean, running_var and refused. On a batch of one row the running statistics are those that came in, so that
    a refusal that is missing costs `refused` alone: True where `update` raises ValueError, a text where it raises another
    exception, False where it raises none. On larger batches an exception goes on its way.
    """

    def run(running_mean: Array, running_var: Array, X: Array, momentum: float) -> dict[str, Any]:
        try:
            found = update(running_mean, running_var, X, momentum)
        except NotImplementedError:
            raise  # not a refusal: the exercise is not written yet
        except Exception as error:
            if len(X) != 1:
                raise
            refused = isinstance(error, ValueError) or "another exception"
            return {"running_mean": running_mean, "running_var": running_var, "refused": refused}
        if not isinstance(found, tuple | list) or len(found) != 2:
            raise TypeError(say("Two things are to be returned: the new running mean and the new running variance."))
        if len(X) == 1:
            found = running_mean, running_var
        return {"running_mean": found[0], "running_var": found[1], "refused": False}

    return run
