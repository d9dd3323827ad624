"""How long a device really takes: a warm-up, two waits, a mean over repeats. Tried on a toy device whose times are known."""

from autograder.author.draw import number
from autograder.author.page import Page
from handgrad.adapters.pytorch_gpu import on_toy_device

page = Page(
    outputs=("measured",),
    hints=(
        "What would the watch show if it were read while the device still works? And what if it starts while the "
        "device is being set up?",
        "Run the work once and wait, unmeasured. Then read the clock, launch the work `repeats` times, wait until all "
        "is done, and read the clock again.",
        "Six lines: work, wait, clock, a loop of work, wait, clock. The result is the difference of the "
        "two readings divided by the number of repeats.",
    ),
)


@page.reference
def by_the_formula(start_up, launch, seconds, repeats):
    """The first piece is launched and done, each further one is done when the slower of the two parts is over."""
    return (launch + seconds + (repeats - 1) * max(launch, seconds)) / repeats


def _draw(rng, launch, seconds, repeats):
    return {"start_up": number(rng, 2, 4), "launch": launch, "seconds": seconds, "repeats": repeats}


@page.edge("long work")
def long_work(rng):
    return _draw(rng, 0.01, number(rng, 0.5, 1), int(rng.integers(3, 6)))


@page.edge("work shorter than its launch")
def short_work(rng):
    return _draw(rng, number(rng, 0.1, 0.2), 0.01, int(rng.integers(4, 8)))


@page.cases(public=0, secret=4)
def any_device(rng):
    return _draw(rng, number(rng, 0.01, 0.3), number(rng, 0.4, 1), int(rng.integers(2, 9)))


@page.edge("a single repeat", public=False)
def single_repeat(rng):
    return _draw(rng, 0.05, number(rng, 0.4, 1), 1)


def _watch(warm=True, wait_before=True, wait_after=True, wait_each=False, divide=True, more=0):
    def seconds_per_call(work, synchronize, clock, repeats):
        if warm:
            work()
        if wait_before:
            synchronize()
        began = clock()
        for _ in range(repeats):
            work()
            if wait_each:
                synchronize()
        if wait_after:
            synchronize()
        return (clock() - began) / (repeats + more if divide else 1)

    return on_toy_device(seconds_per_call)


@page.wrong(
    "measured is the time to launch the work, not to do it: the device still works when the clock is read. Wait "
    "before the last reading."
)
def without_the_last_wait(*given):
    return _watch(wait_after=False)(*given)


@page.wrong(
    "measured holds the device's start-up, as if the work had not run before: run it once, unmeasured, and wait, "
    "before the clock is read first."
)
def without_warm_up(*given):
    return _watch(warm=False)(*given)


@page.wrong(
    "measured holds part of the warm-up: the device was still working on it at the first reading. Wait before it."
)
def without_the_first_wait(*given):
    return _watch(wait_before=False)(*given)


@page.wrong("measured is the time of all repeats together: divide by their number.")
def not_divided(*given):
    return _watch(divide=False)(*given)


@page.wrong(
    "measured holds a wait after each call: launch all repeats first, and wait once, so that launching and working "
    "overlap."
)
def waited_each_time(*given):
    return _watch(wait_each=True)(*given)


@page.wrong(
    "measured has neither warm-up nor waits, as the lecture's timing: it is start-up and launches, and none of the "
    "work."
)
def as_in_the_lecture(*given):
    return _watch(warm=False, wait_before=False, wait_after=False)(*given)


@page.wrong("measured holds the whole warm-up: the clock is read before it. Read the clock after the first wait.")
def warm_up_counted(*given):
    def seconds_per_call(work, synchronize, clock, repeats):
        began = clock()
        work()
        synchronize()
        for _ in range(repeats):
            work()
        synchronize()
        return (clock() - began) / repeats

    return on_toy_device(seconds_per_call)(*given)


@page.wrong("measured is one call's time divided by `repeats`: launch the work `repeats` times between the two readings.")
def one_call_alone(*given):
    def seconds_per_call(work, synchronize, clock, repeats):
        work()
        synchronize()
        began = clock()
        work()
        synchronize()
        return (clock() - began) / repeats

    return on_toy_device(seconds_per_call)(*given)


@page.wrong(
    "measured is divided by repeats + 1: the warm-up lies before the first reading, so the work that is measured runs"
    " `repeats` times."
)
def divided_by_one_more(*given):
    return _watch(more=1)(*given)


@page.wrong(
    "measured holds the start-up and a wait after each call: run the work once before, launch all repeats, and wait "
    "once."
)
def waited_each_time_without_warm_up(*given):
    return _watch(warm=False, wait_each=True)(*given)


@page.wrong("measured is the time to launch all the work: wait before the last reading, and divide by `repeats`.")
def launches_not_divided(*given):
    return _watch(wait_after=False, divide=False)(*given)


@page.wrong(
    "measured is the time of all repeats together, and of the start-up: run the work once before, and divide by "
    "`repeats`."
)
def without_warm_up_and_not_divided(*given):
    return _watch(warm=False, divide=False)(*given)


@page.right
def with_two_warm_ups(*given):
    def seconds_per_call(work, synchronize, clock, repeats):
        for _ in range(2):
            work()
            synchronize()
        start = clock()
        for _ in range(repeats):
            work()
        synchronize()
        return (clock() - start) / repeats

    return on_toy_device(seconds_per_call)(*given)


@page.right
def in_the_usual_order(*given):
    return _watch()(*given)
