"""What one more submission costs: processor time of the worker and of the kernel, memory, and bytes to and from a worker.

    python -m benchmarks.cost --topics neuron backprop_matrix two_layer_net pytorch_gpu

Processor time is nearly the same on a busy machine and on a quiet one. Of each figure the mean, first of submissions that solve
everything, then of the honest ones of `class_of_a_thousand`, most of which make a known mistake; the first of each is not
counted. docs/scale.md builds on these figures.
"""

import argparse
import os
import pickle
import threading
import time
from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import mean

from autograder.course import Chapter, here
from autograder.grade.clusters import Answers, Tasks
from autograder.grade.worker import examine_task
from benchmarks.class_of_a_thousand import members
from benchmarks.coordinator import course, processor_seconds, solved

TOPICS = ("neuron", "backprop_matrix", "two_layer_net", "pytorch_gpu")
TICKS, PAGE = os.sysconf("SC_CLK_TCK"), os.sysconf("SC_PAGE_SIZE")
LOOK_SECONDS = 0.01
# This process, bubblewrap, its process 1, a kernel's process 1, the kernel.
GENERATIONS = 4


@dataclass(frozen=True)
class Cost:
    """Of one submission: seconds of processor time, bytes of memory that its kernel alone holds, bytes that travel."""

    worker: float
    kernel: float
    memory: int
    there: int
    back: int


class Kernels:
    """The kernels that run while it watches: their processor time together, and the most memory that one alone held."""

    def __init__(self) -> None:
        self.ticks: dict[int, int] = {}
        self.memory = 0
        self.watching = 0.0
        """The processor time that it takes to watch them."""
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> "Kernels":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    @property
    def seconds(self) -> float:
        """Their processor time."""
        return sum(self.ticks.values()) / TICKS

    def _watch(self) -> None:
        while not self._over.wait(LOOK_SECONDS):
            found = [os.getpid()]
            for _ in range(GENERATIONS):
                found = [child for pid in found for child in _children(pid)]
            for pid in found:
                stat = _words(f"/proc/{pid}/stat")
                statm = _words(f"/proc/{pid}/statm")
                if stat and statm:
                    # Its time in programs and in the system.
                    self.ticks[pid] = int(stat[13]) + int(stat[14])
                    self.memory = max(self.memory, (int(statm[1]) - int(statm[2])) * PAGE)
        self.watching = time.thread_time()


def _children(pid: int) -> list[int]:
    return [int(child) for task in Path(f"/proc/{pid}/task").glob("*") for child in _words(f"{task}/children")]


def _words(path: str) -> list[str]:
    """The words of a file in /proc; none if the process has ended."""
    try:
        return Path(path).read_text().split()
    except OSError:
        return []


class Watched:
    """One worker, in this process, whose costs are noted."""

    def __init__(self) -> None:
        self.costs: list[Cost] = []

    def examine(self, tasks: Tasks) -> Answers:
        """Each student's task with its result."""
        for student, task in tasks:
            with Kernels() as kernels:
                began = processor_seconds()
                result = examine_task(task)
            worker = processor_seconds() - began - kernels.watching
            there, back = len(pickle.dumps(task)), len(pickle.dumps(result))
            self.costs.append(Cost(worker, kernels.seconds, kernels.memory, there, back))
            yield student, task, result


def row(what: str, chapter: Chapter, notebooks: Iterable[bytes]) -> tuple[str, str]:
    """(what, measured)."""
    crew = Watched()
    with course(chapter, notebooks) as run:
        list(run.grade(run.students(), lambda: nullcontext(crew)))
    worker, kernel, memory, there, back = (mean(getattr(cost, name) for cost in crew.costs[1:])
                                           for name in Cost.__dataclass_fields__)
    return (f"{chapter.assignment}, {what}",
            f"{worker:.2f} s of its worker's processor time, {kernel:.2f} s of its kernel's; {memory / 2**20:.0f} MB of the "
            f"kernel's own; {there / 1000:.0f} kB there, {back / 1000:.0f} kB back")


def main() -> None:
    """Print the figures, as they are known."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--topics", nargs="+", default=TOPICS)
    parser.add_argument("--count", type=int, default=8)
    parser.add_argument("--mixed", type=int, default=30)
    options = parser.parse_args()
    for topic in options.topics:
        chapter = here().chapter(topic)
        print(*row("all solved", chapter, solved(chapter, options.count + 1)), sep=": ", flush=True)
    chapter = here().chapter("backprop_matrix")
    honest = (one.content for one in members(here(), chapter, 2 * options.mixed) if one.worth is not None)
    print(*row("a mixed class", chapter, islice(honest, options.mixed + 1)), sep=": ", flush=True)


if __name__ == "__main__":
    main()
