"""Who examines: processes of this machine, spoken to through pipes that nobody else can reach, or a Dask cluster.

Both take tasks as they have room for them, so that few submissions are in memory, and give back each with what became of it.
"""

import contextlib
import importlib
import logging
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import TYPE_CHECKING, Any, Protocol

from autograder.course import NotReady
from autograder.grade import scratch
from autograder.grade.folders import NotGraded

if TYPE_CHECKING:
    from distributed import Client

    from autograder.grade.worker import Result, Task

Tasks = Iterator[tuple[str, "Task"]]
Answers = Iterator[tuple[str, "Task", "Result | BaseException"]]
# A submission is tried again where the process that examined it was killed.
TRIES = 2
# Seconds beyond a notebook's own time in which it has to be examined: it is mended, and a kernel starts and ends.
BEYOND = 600
# Dask would keep the last thousand messages, with the notebooks in them, and samples of each student's call stacks.
FORGETFUL = {"distributed.admin.low-level-log-length": 0, "distributed.worker.profile.enabled": False}


def examine(task: "Task") -> "Result":
    """Treat, run and judge one submission. What that needs is loaded here, and not with this module: it takes a second."""
    from autograder.grade.worker import examine_task

    return examine_task(task)


class Crew(Protocol):
    """Whoever examines tasks."""

    def examine(self, tasks: Tasks) -> Answers:
        """Each student's task with its result, or with what went wrong, as they become known."""
        ...


# ------------------------------------------------------------------------------------------- this machine


@dataclass
class _Hand:
    """One worker process, and what it is at."""

    process: BaseProcess
    pipe: "Connection[Any, Any]"
    student: str = ""
    task: "Task | None" = None
    tries: int = 0
    until: float = 0.0

    def give(self, student: str, task: "Task", tries: int = 1) -> None:
        """Send a task. A process that is gone is found when its answer is waited for."""
        self.student, self.task, self.tries = student, task, tries
        self.until = time.monotonic() + task.rules.notebook_timeout + BEYOND
        with contextlib.suppress(OSError):
            self.pipe.send(task)


class OnThisMachine:
    """Worker processes, one submission each at a time. No socket is opened: nobody but their parent can reach them."""

    def __init__(self, jobs: int, do: "Callable[[Task], Result]" = examine) -> None:
        self.jobs, self.do = jobs, do
        self.busy: dict[Connection[Any, Any], _Hand] = {}
        self.first: _Hand | None = self._start()  # so that it loads what it needs while we do

    def examine(self, tasks: Tasks) -> Answers:
        """Each student's task with its result, or with what went wrong, as they become known."""
        for first in islice(tasks, self.jobs):
            self._hire().give(*first)
        while self.busy:
            soonest = min(hand.until for hand in self.busy.values())
            # Nobody answered in time: the one whose time was over first will be stopped.
            for pipe in wait(list(self.busy), max(0.0, soonest - time.monotonic())) or [self._slowest()]:
                hand = self.busy[pipe]  # type: ignore[index]
                task = hand.task
                assert task is not None
                student, answer = hand.student, self._answer(hand)
                if isinstance(answer, Killed) and hand.tries < TRIES:
                    self._hire().give(student, task, hand.tries + 1)
                    continue
                # Given before the answer is handed on: no worker waits while the gradebook is written.
                if more := next(tasks, None):
                    # A worker that was stopped or lost is replaced.
                    (self._hire() if hand.pipe not in self.busy else hand).give(*more)
                else:
                    self._dismiss(hand)
                yield student, task, answer

    def end(self) -> None:
        """End every process, whatever it is at."""
        for hand in [*self.busy.values(), *([self.first] if self.first else [])]:
            self._dismiss(hand)
        # Processes that are killed cannot clear away what is theirs.
        scratch.clear()

    def _hire(self) -> _Hand:
        hand, self.first = self.first or self._start(), None
        self.busy[hand.pipe] = hand
        return hand

    def _start(self) -> _Hand:
        # Not forked: a copy would hold the other workers' pipes open, and this process's threads' locks.
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=work, args=(theirs, self.do), daemon=True)
        process.start()
        # Or the pipe would stay open when the worker has ended, and its end not be noticed.
        theirs.close()
        return _Hand(process, ours)

    def _slowest(self) -> "Connection[Any, Any]":
        return min(self.busy, key=lambda pipe: self.busy[pipe].until)

    def _answer(self, hand: _Hand) -> "Result | BaseException":
        """What came back; a process that ended, or that takes too long, is dismissed."""
        # Nothing to hear: it was chosen because its time is over.
        if hand.pipe.poll():
            try:
                answer: Result | BaseException = hand.pipe.recv()
                return answer
            except (EOFError, OSError):
                self._dismiss(hand)
                return Killed("The worker that examined it was killed each time: out of memory, perhaps. Grade with fewer jobs "
                              "at a time.")
        self._dismiss(hand)
        return NotGraded("It could not be examined in time, and was stopped. Look at the notebook, and grade it by itself.")

    def _dismiss(self, hand: _Hand) -> None:
        self.busy.pop(hand.pipe, None)
        hand.pipe.close()
        hand.process.kill()
        hand.process.join()


class Killed(NotGraded):
    """A worker process ended while it examined a submission."""


def work(pipe: "Connection[Any, Any]", do: "Callable[[Task], Result]") -> None:
    """A worker process: examine what comes through the pipe, until nothing more can come."""
    signal.signal(signal.SIGINT, lambda *_: None)  # the parent's to act on; not ignored, which kernels would inherit
    logging.disable()  # what matters comes back as an answer
    # Nobody listens to the pipe during an examination: a parent that was killed is noticed here.
    threading.Thread(target=_end_with_parent, daemon=True).start()
    importlib.import_module("autograder.grade.worker")
    while True:
        try:
            task = pipe.recv()
        except EOFError:
            return
        pipe.send(_done(task, do))


def _done(task: "Task", do: "Callable[[Task], Result]") -> "Result | BaseException":
    try:
        return do(task)
    except BaseException as error:  # noqa: BLE001 - whatever it is, it is this submission's, and the next one's turn comes
        # Only our own errors are sure to survive the pipe; of others their words do.
        return error if type(error).__module__.startswith("autograder.") else NotGraded(f"{type(error).__name__}: {error}")


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    # sys.exit would end this thread alone.
    os._exit(1)


@contextmanager
def local(jobs: int) -> Iterator[OnThisMachine]:
    """Worker processes on this machine, one submission each at a time."""
    crew = OnThisMachine(jobs)
    try:
        yield crew
    finally:
        crew.end()


# ------------------------------------------------------------------------------------------- many machines


class OnDask:
    """The workers of a Dask cluster. A submission whose worker is lost is examined by another."""

    def __init__(self, client: "Client") -> None:
        self.client = client

    def examine(self, tasks: Tasks) -> Answers:
        """Each student's task with its result, or with what went wrong, as they become known."""
        from distributed import as_completed

        running = as_completed([], loop=self.client.loop)
        owners: dict[Any, tuple[str, Task]] = {}

        def send() -> None:
            if more := next(tasks, None):
                student, task = more
                # Dask keeps statistics for each first word of a key, for ever: one word for all students.
                future = self.client.submit(examine, task, key=("examine", student, task.key), pure=False, retries=1)
                owners[future.key] = student, task
                running.add(future)

        # Two for each: while one is examined, the next is on its way.
        for _ in range(2 * sum(self.client.nthreads().values())):
            send()
        for future in running:
            student, task = owners.pop(future.key)
            answer = _result(future)
            # Dask forgets a result once nobody holds its future: memory stays flat, however large the class.
            del future
            send()
            yield student, task, answer


def _result(future: Any) -> "Result | BaseException":
    """What a future holds. Raises `NotReady` where the scheduler is gone."""
    from concurrent.futures import CancelledError

    from distributed import KilledWorker

    try:
        result: Result = future.result()
        return result
    except CancelledError:
        raise NotReady("The Dask scheduler went away.") from None
    except KilledWorker:
        return Killed("The workers that examined it were lost each time: out of memory, perhaps. Give each more.")
    except Exception as error:  # noqa: BLE001 - one submission's trouble is not the others'
        return error


@contextmanager
def existing(address: str, wait_seconds: float = 60) -> Iterator[OnDask]:
    """A cluster that runs already. Raises `NotReady` where it cannot be reached, or has no worker."""
    import dask
    from distributed import Client

    try:
        with dask.config.set(FORGETFUL):
            client = Client(address, timeout=wait_seconds)
    except (OSError, TimeoutError, ValueError) as error:
        raise NotReady(f"No Dask scheduler answers at {address}: {error}. Start one with: dask scheduler") from None
    with client:
        try:
            client.wait_for_workers(1, timeout=wait_seconds)
        except TimeoutError:
            raise NotReady(f"The scheduler at {address} has no worker. Start one with: dask worker {address}") from None
        yield OnDask(client)
