"""In a notebook: one sentence of advice below the traceback of any cell that fails, the student's own cells included."""

import sys
from typing import Any

from handgrad.kit import show
from handgrad.kit.advice import advise


def give_advice() -> None:
    """From now on, let advice follow tracebacks. Does nothing outside a notebook."""
    if show.in_notebook():
        sys.modules["IPython"].get_ipython().events.register("post_run_cell", _below_a_traceback)


def _below_a_traceback(ran: Any) -> None:
    """IPython calls this after every cell. A SyntaxError comes before anything is executed."""
    error = ran.error_before_exec or ran.error_in_exec
    if error is not None and (sentence := advise(_kind(error), str(error))):
        show.tell(sentence, "handgrad-advice")


def _kind(error: BaseException) -> str:
    """The error's name, as documented: Python 3.13 has a kind of SyntaxError of its own for what ends too early."""
    return next(one.__name__ for one in type(error).__mro__ if not one.__name__.startswith("_"))
