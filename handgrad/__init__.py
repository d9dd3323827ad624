"""handgrad: neural networks by hand, gradients graded. The student's kit.

    check("affine_backward", affine_backward)    a verdict in words, with the diagnosis when there is one
    hint("affine_backward")                      the next hint
    failing("affine_backward")                   the smallest input on which the last check failed, to be pasted into a cell
    progress()                                   what is done, and the points so far
    hand_in("backprop_matrix")                   whether the notebook's file can be graded, and how to hand it in
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from handgrad.kit.check import CheckFailed, check
    from handgrad.kit.failing import failing
    from handgrad.kit.handin import hand_in
    from handgrad.kit.hints import hint
    from handgrad.kit.progress import progress

__all__ = ["CheckFailed", "__version__", "check", "failing", "hand_in", "hint", "progress"]
__version__ = "0.1.0"

_HOMES = {"check": "handgrad.kit.check", "CheckFailed": "handgrad.kit.check", "hand_in": "handgrad.kit.handin",
          "failing": "handgrad.kit.failing", "hint": "handgrad.kit.hints", "progress": "handgrad.kit.progress"}


def __getattr__(name: str) -> Any:
    # Loaded on first use, so that importing the kit costs nothing but NumPy.
    if name not in _HOMES:
        raise AttributeError(f"module 'handgrad' has no attribute {name!r}")
    if not _HOMES.keys() & globals().keys():  # the first of these names: a notebook has begun
        importlib.import_module("handgrad.kit.after_error").give_advice()
    value = getattr(importlib.import_module(_HOMES[name]), name)
    globals()[name] = value
    return value
