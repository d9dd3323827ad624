"""Every check proven: mutate every solution and every right answer, grade each mutant, and write down what happened.

    python -m autograder.proof [EXERCISE …] [--jobs N] [--write]

A mutant that passes is proven equal to the right answer on a thousand fresh inputs, or it is a survivor: a wrong answer
that the checks let through. A diagnosis is held to its word: a mutant that is told a known mistake must give that
mistake's answers on fresh inputs too.
"""

import argparse
import contextlib
import functools
import inspect
import io
import linecache
import multiprocessing
import signal
import sys
import textwrap
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import nbformat

from autograder import anatomy, page
from autograder.course import Course, here
from autograder.examiner import verdict
from autograder.mutants import mutants
from autograder.page import Page
from handgrad.answer import Reply, ask
from handgrad.rules import Close, distance
from handgrad.verdict import Kind, Verdict, alike

SECRET = b"the proof's own secret"
FRESH = 1000
SECONDS = 5


@dataclass
class Proof:
    """What was found of one exercise."""

    exercise: str
    chapter: str
    made: int = 0
    equivalent: list[str] = field(default_factory=list)
    survivors: list[str] = field(default_factory=list)
    diagnosed: int = 0
    falsely_told: list[str] = field(default_factory=list)
    rights: int = 0
    rights_refused: list[str] = field(default_factory=list)
    nearest_right: float = 0.0
    nearest_wrong: float = float("inf")

    @property
    def rejected(self) -> int:
        """Mutants that lost points."""
        return self.made - len(self.equivalent) - len(self.survivors)


class TooSlow(Exception):
    """A mutant that runs on and on."""


@contextlib.contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise `TooSlow` in the block after so many seconds."""

    def stop(*_: object) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@functools.cache
def notebook(course: Course, topic: str) -> tuple[dict[str, str], dict[str, str], dict[str, Any]]:
    """A solved notebook: its exercises' sources, its checks' expressions, and the names that its cells define."""
    import matplotlib

    matplotlib.use("Agg")
    chapter = course.chapter(topic)
    nb = nbformat.read(course.solutions / chapter.assignment / f"{topic}.ipynb", as_version=4)
    sources, expressions = {}, {}
    names: dict[str, Any] = {"__name__": "notebook", "display": lambda *a, **k: None}
    for cell in nb.cells:
        if cell.cell_type != "code" or {"skip-grading", "setup"} & set(cell.metadata.get("tags", [])):
            continue
        if anatomy.kind(cell) == "check":
            call = anatomy.called(cell)
            assert call is not None
            expressions[call[0]] = call[1]
            continue
        if anatomy.kind(cell) == "exercise":
            sources[cell.metadata.nbgrader.grade_id] = cell.source
        with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            exec(compile(cell.source, f"<{topic}>", "exec"), names)
    return sources, expressions, names


def answers(course: Course, one: Page) -> list[tuple[str, str, Callable[[str], Callable[..., Any]]]]:
    """Everything to be mutated: its name, its source, and how a (changed) source becomes an answer."""
    sources, expressions, names = notebook(course, one.chapter)

    def from_notebook(source: str) -> Callable[..., Any]:
        room = dict(names)
        exec(compile(source, "<mutant>", "exec"), room)
        return eval(expressions[one.name], room)

    found: list[tuple[str, str, Callable[[str], Callable[..., Any]]]] = [
        ("the solution", sources[one.name], from_notebook)
    ]
    for right in one.rights:

        def from_page(source: str, right: Callable[..., Any] = right) -> Callable[..., Any]:
            room = dict(right.__globals__)
            for name, value in inspect.getclosurevars(right).nonlocals.items():
                room.setdefault(name, value)
            exec(compile(source, "<mutant>", "exec"), room)
            return room[right.__name__]

        text = textwrap.dedent(inspect.getsource(right))
        found.append((right.__name__, text.partition("\n")[2] if text.startswith("@") else text, from_page))
    return found


def graded(one: Page, answer: Callable[..., Any], seconds: float = SECONDS) -> Verdict:
    """The examiner's verdict, within a time limit."""
    public, secret = cases(one.chapter, one.name)
    both = [*public.cases, *secret.cases]
    replies: list[Reply] = []
    with contextlib.suppress(TooSlow, RecursionError), time_limit(seconds), quiet():
        replies = ask(answer, [case.inputs for case in both], list(one.rules))
    return verdict(public, secret, replies)


@functools.cache
def cases(chapter: str, name: str) -> tuple[Any, Any]:
    """The public and the secret part of an exercise."""
    one = page.load(chapter, name)
    return one.public_exercise(), one.exercise(one.secret_inputs(SECRET))


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Nothing that a mutant prints or warns of is of interest."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def fresh_inputs(one: Page, count: int) -> Iterator[page.Inputs]:
    """So many inputs that no check has ever used: each drawing function in turn, from seeds of their own."""
    import numpy as np

    if not one.draws:
        yield {}
        return
    for number in range(count):
        draw = one.draws[number % len(one.draws)]
        rng = np.random.default_rng([number, 271828])
        yield draw.function(rng) if draw.function.__code__.co_argcount else draw.function()


def same_as_right(one: Page, answer: Callable[..., Any], count: int) -> bool:
    """Whether the answer fits the reference's on fresh inputs."""
    assert one.answer is not None
    for inputs in fresh_inputs(one, count):
        want = one.outputs_of(one.answer, inputs)
        with quiet():
            try:
                with time_limit(SECONDS):
                    (reply,) = ask(answer, [inputs], list(one.rules))
            except (TooSlow, RecursionError):
                return False
        if want is None or reply.outputs is None or reply.changed:
            return False
        if not all(rule.fits(reply.outputs[name], rule.freeze(want[name])) for name, rule in one.rules.items()):
            return False
    return True


def told_falsely(one: Page, answer: Callable[..., Any], told: Verdict, count: int = 60) -> list[str]:
    """The known mistakes' sentences that the answer was told although it errs in another way on fresh inputs."""
    false = []
    for wrong in one.wrongs:
        if wrong.says not in told.diagnoses:
            continue
        for inputs in fresh_inputs(one, count):
            right, mistaken = one.outputs_of(one.answer, inputs), one.outputs_of(wrong.function, inputs)  # type: ignore[arg-type]
            if right is None or mistaken is None:
                continue
            with quiet():
                try:
                    with time_limit(SECONDS):
                        (reply,) = ask(answer, [inputs], list(one.rules))
                except (TooSlow, RecursionError):
                    continue
            if reply.outputs is not None and not _errs_alike(one, right, mistaken, reply.outputs):
                false.append(wrong.says)
                break
    return false


def _errs_alike(one: Page, right: Any, mistaken: Any, got: Any) -> bool:
    for name, rule in one.rules.items():
        spoiled = not rule.fits(mistaken[name], rule.freeze(right[name]))
        if isinstance(rule, Close) and spoiled and not alike(rule, got[name], mistaken[name]):
            return False
    return True


def prove(course: Course, chapter: str, name: str) -> Proof:
    """Mutate the solution and the right answers of one exercise, and grade every mutant."""
    one = page.load(chapter, name)
    found = Proof(name, chapter)
    for who, source, build in answers(course, one):
        found.rights += 1
        answer = build(source)
        if graded(one, answer).kind is not Kind.RIGHT:
            found.rights_refused.append(who)
        found.nearest_right = max(found.nearest_right, error(one, answer))
        for mutant in mutants(source):
            try:
                with time_limit(SECONDS), quiet():
                    answer = build(mutant.source)
            except BaseException as trouble:
                if isinstance(trouble, KeyboardInterrupt):
                    raise
                continue  # it does not even run: no student hands that in
            found.made += 1
            _grade(found, one, answer, f"{who}: {mutant.what}")
    linecache.clearcache()
    return found


def _grade(found: Proof, one: Page, answer: Callable[..., Any], what: str) -> None:
    told = graded(one, answer)
    if told.kind is Kind.RIGHT:
        (found.equivalent if same_as_right(one, answer, FRESH) else found.survivors).append(what)
        return
    if told.diagnoses or told.kind not in (Kind.WRONG_VALUES, Kind.NOT_ATTEMPTED):
        found.diagnosed += 1
    found.nearest_wrong = min(found.nearest_wrong, error(one, answer))
    found.falsely_told += [f"{what}: {sentence}" for sentence in told_falsely(one, answer, told)]


def error(one: Page, answer: Callable[..., Any]) -> float:
    """The largest error of an answer, in tolerances, over the cases and outputs that are judged by closeness."""
    public, secret = cases(one.chapter, one.name)
    both = [*public.cases, *secret.cases]
    with contextlib.suppress(TooSlow, RecursionError), time_limit(SECONDS), quiet():
        replies = ask(answer, [case.inputs for case in both], list(one.rules))
        worst = 0.0
        for case, reply in zip(both, replies, strict=False):
            for name, rule in one.rules.items():
                if isinstance(rule, Close) and reply.outputs is not None:
                    worst = max(worst, distance(reply.outputs[name], case.expected[name]) / rule.tolerance)
                elif isinstance(rule, Close):
                    return float("inf")
        return worst if len(replies) == len(both) else float("inf")
    return float("inf")


def _job(where: tuple[Course, str, str]) -> Proof:
    return prove(*where)


def table(proofs: list[Proof]) -> str:
    """What was found, as Markdown."""
    headings = ("exercise", "mutants", "equivalent", "rejected", "survivors", "diagnosed", "right answers", "worst right",
                "nearest wrong")
    rows = ["| " + " | ".join(headings) + " |", "|---" * len(headings) + "|"]
    for one in proofs:
        share = f"{100 * one.diagnosed / one.rejected:.0f} %" if one.rejected else "–"
        judged = one.nearest_wrong < float("inf")
        cells = [f"{one.chapter}/{one.exercise}", one.made, len(one.equivalent), one.rejected, len(one.survivors), share]
        cells += [one.rights, f"{one.nearest_right:.1g}", f"{one.nearest_wrong:.2g}" if judged else "–"]
        rows.append("| " + " | ".join(str(cell) for cell in cells) + " |")
    return "\n".join(rows)


def report(proofs: list[Proof]) -> str:
    """docs/proof.md."""
    made, rejected = sum(p.made for p in proofs), sum(p.rejected for p in proofs)
    survivors = [f"- {p.chapter}/{p.exercise}, {what}" for p in proofs for what in p.survivors]
    false = [f"- {p.chapter}/{p.exercise}, {what}" for p in proofs for what in p.falsely_told]
    equivalent = [f"- {p.chapter}/{p.exercise}, {what}" for p in proofs for what in p.equivalent]
    diagnosed = sum(p.diagnosed for p in proofs)
    share = 100 * diagnosed / max(rejected, 1)
    return "\n".join([
        "# Proof",
        "",
        "Made by `make proof`; not edited by hand. Every solution and every right answer is mutated (one change each: a sign,",
        "an operator, a transpose, an axis, a constant, an index, a statement left out, …), and each mutant is graded by the",
        "real checks, public and secret. Errors are in tolerances: below 1 passes.",
        "",
        f"{made} mutants, {rejected} rejected, {len(equivalent)} equivalent, {len(survivors)} survivors; {share:.0f} % of the",
        f"rejected are told something specific; {len(false)} are told a known mistake that is not theirs.",
        "",
        table(proofs),
        "",
        "## Survivors",
        "",
        *(survivors or ["None."]),
        "",
        "## Told a mistake that is not theirs",
        "",
        *(false or ["None."]),
        "",
        f"## Equivalent: the same outputs as the right answer on {FRESH} fresh inputs",
        "",
        *(equivalent or ["None."]),
        "",
    ])


def main() -> None:
    """Prove the exercises named, or all; exits with 1 where something survives or a right answer is refused."""
    parser = argparse.ArgumentParser(description="Mutate every solution and right answer, and grade every mutant.")
    parser.add_argument("exercises", nargs="*", help="affine_backward, or a chapter's topic; all where none is named")
    parser.add_argument("--jobs", type=int, default=2, help="processes at once")
    parser.add_argument("--write", action="store_true", help="write docs/proof.md")
    options = parser.parse_args()
    course = here()
    wanted = [
        (course, one.chapter, one.name)
        for chapter in course.chapters()
        for one in page.pages(chapter.topic)
        if not options.exercises or one.name in options.exercises or one.chapter in options.exercises
    ]
    with multiprocessing.get_context("fork").Pool(options.jobs) as pool:
        proofs = []
        for found in pool.imap(_job, wanted):
            proofs.append(found)
            print(f"{found.chapter}/{found.exercise}: {found.made} mutants, {len(found.survivors)} survivors", flush=True)
    text = report(proofs)
    if options.write:
        (course.root / "docs" / "proof.md").write_text(text, "utf-8")
    else:
        print(text)
    if any(one.survivors or one.rights_refused or one.falsely_told for one in proofs):
        sys.exit(1)


if __name__ == "__main__":
    main()
