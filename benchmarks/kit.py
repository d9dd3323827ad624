"""What the kit costs a student: importing it, and a check that passes."""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable

import numpy as np


def seconds(call: Callable[[], object], repeats: int = 20) -> float:
    """The median of `repeats` runs."""
    times = []
    for _ in range(repeats):
        began = time.perf_counter()
        call()
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def import_seconds(statement: str) -> float:
    """Seconds that a fresh interpreter takes for a statement, beyond an empty one."""

    def run(code: str) -> float:
        return seconds(lambda: subprocess.run([sys.executable, "-c", code], check=True), repeats=7)

    return run(statement) - run("pass")


def rows() -> list[tuple[str, str, str]]:
    """(what, measured, budget)."""
    from handgrad.kit import check as checking
    from handgrad.kit import exercise
    from handgrad.kit.show import display

    numpy = import_seconds("import numpy")
    both = import_seconds("import numpy, handgrad; handgrad.check")

    def answer(dS: np.ndarray, X: np.ndarray, W: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        return dS @ W.T, X.T @ dS, dS.sum(axis=0)

    cases = [case.inputs for case in exercise.load("affine_backward").cases]
    own = seconds(lambda: [answer(**case) for case in cases])
    checking.show.display = lambda text, rich: None  # the screen is not the check's time
    whole = seconds(lambda: checking.check("affine_backward", answer))
    checking.show.display = display
    return [
        ("import handgrad beyond NumPy", f"{both - numpy:.3f} s", "0.15 s"),
        ("a passing check beyond the student's own code", f"{(whole - own) * 1000:.1f} ms", "50 ms"),
    ]
