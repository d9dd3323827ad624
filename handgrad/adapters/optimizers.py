"""How chapter 07's steps and schedules are asked: a step fed with gradients, a schedule fed with epochs."""

import copy
from collections.abc import Callable
from typing import Any

import numpy as np

from handgrad.layers import Array
from handgrad.text import say
from handgrad.training import State, Step, begin


def run_steps(step: Step, **start: float) -> Callable[..., tuple[Array, ...]]:
    """A function of plain data that feeds `step` with one gradient after the other, and keeps every w on the way.

    `run_steps(step, m=0.0, t=0)` is a function (w, gradients, *settings) -> (all w, all m), one row a step. Before the
    first step m holds zeros, in w's shape, and the counter t is 0. Counters are handed on, and not collected. The
    settings (learning rate and so on) go to every step as they are. A step gets copies; `ValueError` where it changes them.
    """
    kept = [name for name, value in start.items() if not isinstance(value, int)]

    def run(w: Any, gradients: Array, *settings: Any) -> tuple[Array, ...]:
        state = begin(w, start)
        rows: dict[str, list[Any]] = {name: [] for name in ("", *kept)}
        for g in gradients:
            w, state = _one_step(step, w, g, state, settings, set(start))
            for name, value in {"": w, **state}.items():
                if name in rows:
                    # A copy: a step that works in place would change the rows that were kept before.
                    rows[name].append(np.array(value))
        return tuple(np.array(column) for column in rows.values())

    return run


def _one_step(step: Step, w: Any, g: Any, state: State, settings: tuple[Any, ...], names: set[str]) -> tuple[Any, State]:
    given = copy.deepcopy((w, g, state))
    before = _frozen(*given)
    result = step(*given, *settings)
    after = _frozen(*given)
    changed = [name for name in before | after if before.get(name) != after.get(name)]
    if changed:
        raise ValueError(say("The step changes {names} in place. Leave what is handed in as it is, and return new arrays in a "
                             "new dict: m = mu * m makes a new array, m *= mu changes the old one.",
                             names=", ".join(changed)))  # fmt: skip
    if not isinstance(result, tuple | list) or len(result) != 2 or not isinstance(result[1], dict):
        raise ValueError(say("A step returns two things: the new w, and the new state as a dict."))
    if set(result[1]) != names:
        raise ValueError(say("The new state has the keys {got}; it should have {want}.",
                            got=", ".join(map(str, result[1])) or "-", want=", ".join(sorted(names)) or "-"))  # fmt: skip
    return result[0], result[1]


def _frozen(w: Any, g: Any, state: State) -> dict[str, bytes]:
    """What a step was given, by name, in a form that shows any change."""
    held = {"w": w, "g": g, **{f"state[{key!r}]": value for key, value in state.items()}}
    return {name: np.asarray(value).tobytes() for name, value in held.items()}


def run_schedule(schedule: Callable[..., float]) -> Callable[..., Array]:
    """A function (epochs, *settings) -> the learning rates schedule(0, *settings), schedule(1, *settings), …"""

    def run(epochs: int, *settings: Any) -> Array:
        return np.array([schedule(t, *settings) for t in range(epochs)])

    return run
