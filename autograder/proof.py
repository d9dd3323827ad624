"""Every check proven: mutate every solution and every right answer, grade each mutant, and write down what happened.

    python -m autograder.proof [EXERCISE …] [--jobs N] [--write]

A mutant that passes is proven equal to the right answer on a thousand fresh inputs, or it is a survivor: a wrong answer
that the checks let through. A diagnosis is held to its word: a mutant that is told a known mistake must give that
mistake's answers on fresh inputs too.
"""

import argparse
import contextlib
import functools
import importlib
import inspect
import io
import linecache
import multiprocessing
import signal
import sys
import textwrap
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import nbformat
import numpy as np

from autograder import anatomy, disguises, page
from autograder.course import Course, here
from autograder.examiner import verdict
from autograder.mutants import mutants
from autograder.page import Page
from handgrad.answer import Reply, ask
from handgrad.exercise import Exercise
from handgrad.rules import Accuracy, Close, StairsError, Trained, distance
from handgrad.verdict import Kind, Verdict, alike, judge

SECRET = b"the proof's own secret"
FRESH = 1000
# Of answers that build a network to an accuracy, and of those that train one: each takes its time.
BUILT, TRAINED = 50, 2
# A right answer that trains is asked more often: chance must not decide what it earns.
LUCK = 50
SECONDS = 5
SOLUTION = "the solution"
# For answers that are known to end.
PATIENCE = 60


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
    generic: int = 0
    generic_passed: list[str] = field(default_factory=list)
    disguises: int = 0
    disguises_refused: list[str] = field(default_factory=list)
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
        (SOLUTION, sources[one.name], from_notebook)
    ]
    for right in one.rights:

        def from_page(source: str, right: Callable[..., Any] = right) -> Callable[..., Any]:
            # The page's own names: a decorator may have made the function in another module.
            room = dict(vars(importlib.import_module(f"autograder.exercises.{one.chapter}.{one.name}")))
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


@functools.cache
def fresh(chapter: str, name: str, number: int) -> tuple[page.Inputs, dict[str, Any] | None]:
    """Inputs that no check has ever used, and the right outputs: each drawing function in turn, from seeds of its own."""
    one = page.load(chapter, name)
    assert one.answer is not None
    draws = one.draws
    if fresh_count(one) == TRAINED:
        # A small public case suits its own seed: how well a net learns from another draw of it is chance.
        draws = [draw for draw in draws if draw.secret]
    inputs: page.Inputs = {}
    if draws:
        draw = draws[number % len(draws)]
        rng = np.random.default_rng([number, 271828])
        inputs = draw.function(rng) if draw.function.__code__.co_argcount else draw.function()
    return inputs, one.outputs_of(one.answer, inputs)


def same_as_right(one: Page, answer: Callable[..., Any], count: int) -> bool:
    """Whether the answer fits the reference's on fresh inputs."""
    for number in range(count if one.draws else 1):
        inputs, want = fresh(one.chapter, one.name, number)
        reply = asked(one, answer, inputs, PATIENCE)
        if want is None or reply is None or reply.outputs is None or reply.changed:
            return False
        if not all(rule.fits(reply.outputs[name], rule.freeze(want[name])) for name, rule in one.rules.items()):
            return False
    return True


def asked(one: Page, answer: Callable[..., Any], inputs: page.Inputs, seconds: float = SECONDS) -> Reply | None:
    """One answer, within the time limit."""
    with contextlib.suppress(TooSlow, RecursionError), time_limit(seconds), quiet():
        return ask(answer, [inputs], list(one.rules))[0]
    return None


def told_falsely(one: Page, answer: Callable[..., Any], told: Verdict, count: int = 60) -> list[str]:
    """The known mistakes' sentences that the answer was told although it errs in another way on fresh inputs."""
    if not any(isinstance(rule, Close) for rule in one.rules.values()):
        return []  # there is no error to compare
    false = []
    for wrong in one.wrongs:
        if wrong.says not in told.diagnoses:
            continue
        for number in range(count if one.draws else 1):
            inputs, right = fresh(one.chapter, one.name, number)
            mistaken = one.outputs_of(wrong.function, inputs)
            reply = asked(one, answer, inputs)
            if right is None or mistaken is None or reply is None:
                continue
            if reply.outputs is not None and not _errs_alike(one, right, mistaken, reply.outputs):
                false.append(wrong.says)
                break
    return false


def untrue_patterns(one: Page, answer: Callable[..., Any], told: Verdict) -> list[str]:
    """The statements of fact that the answer was told (a sign, a factor, …) and that do not hold on fresh inputs."""
    facts = [sentence for sentence in told.diagnoses if sentence not in {wrong.says for wrong in one.wrongs}]
    if not facts or not one.draws:
        return []
    fresh = fresh_exercise(one.chapter, one.name)
    with contextlib.suppress(TooSlow, RecursionError), time_limit(SECONDS), quiet():
        again = judge(replace(fresh, mistakes=()), fresh.cases, ask(answer, [c.inputs for c in fresh.cases], list(one.rules)))
        if again.kind is Kind.WRONG_VALUES:
            return [sentence for sentence in facts if sentence not in again.diagnoses]
    return []


@functools.cache
def fresh_exercise(chapter: str, name: str) -> Exercise:
    """The exercise on a few dozen inputs that no check has used."""
    one = page.load(chapter, name)
    return one.exercise([(f"fresh {i}", fresh(chapter, name, i)[0]) for i in range(8 * len(one.draws))])


def _errs_alike(one: Page, right: Any, mistaken: Any, got: Any) -> bool:
    for name, rule in one.rules.items():
        spoiled = not rule.fits(mistaken[name], rule.freeze(right[name]))
        if isinstance(rule, Close) and not np.all(np.isfinite(mistaken[name])) and distance(got[name], got[name]) == np.inf:
            continue  # neither is finite: what is said of the mistake holds of the answer
        if isinstance(rule, Close) and spoiled and not alike(rule, got[name], mistaken[name]):
            return False
    return True


def prove(course: Course, chapter: str, name: str) -> Proof:
    """Mutate the solution and the right answers of one exercise, and grade every mutant."""
    one = page.load(chapter, name)
    found = Proof(name, chapter)
    count = fresh_count(one)
    for who, source, build in answers(course, one):
        found.rights += 1
        answer = build(source)
        always = same_as_right(one, answer, LUCK if count == TRAINED else count)
        if graded(one, answer).kind is not Kind.RIGHT or not always:
            found.rights_refused.append(who)
        if count == TRAINED and who != SOLUTION:
            continue  # a mutant that trains takes seconds at every question: the notebook's solution stands for all there
        found.nearest_right = max(found.nearest_right, *errors(one, answer, list(one.rules))[:-1], 0.0)
        for mutant in mutants(source):
            try:
                with time_limit(SECONDS), quiet():
                    answer = build(mutant.source)
            except BaseException as trouble:
                if isinstance(trouble, KeyboardInterrupt):
                    raise
                continue  # it does not even run: no student hands that in
            found.made += 1
            _grade(found, one, answer, f"{who}: {mutant.what}", count)
    linecache.clearcache()
    found.generic, found.generic_passed, found.disguises, found.disguises_refused = generic(one)
    return found


def fresh_count(one: Page) -> int:
    """On how many fresh inputs a mutant that passes is held against the right answer."""
    if any(isinstance(rule, Accuracy | Trained) for rule in one.rules.values()):
        return TRAINED
    return BUILT if any(isinstance(rule, StairsError) for rule in one.rules.values()) else FRESH


def generic(one: Page) -> tuple[int, list[str], int, list[str]]:
    """The generic wrong answers tried and those that passed, the disguises of the right one worn and those refused."""
    assert one.answer is not None
    tried, passed, worn, refused = 0, [], 0, []
    for tried, (what, answer) in enumerate(disguises.wrongs(one, one.answer), start=1):  # noqa: B007
        if graded(one, answer, PATIENCE).share == 1:
            passed.append(what)
    for worn, (what, answer) in enumerate(disguises.disguises(one, one.answer), start=1):  # noqa: B007
        if graded(one, answer, PATIENCE).kind is not Kind.RIGHT:
            refused.append(what)
    return tried, passed, worn, refused


def _grade(found: Proof, one: Page, answer: Callable[..., Any], what: str, count: int) -> None:
    told = graded(one, answer)
    if told.kind is Kind.RIGHT:
        (found.equivalent if same_as_right(one, answer, count) else found.survivors).append(what)
        return
    if told.diagnoses or told.share or told.kind not in (Kind.WRONG_VALUES, Kind.NOT_ATTEMPTED):
        found.diagnosed += 1
    if told.kind is Kind.WRONG_VALUES:
        lost = [name for name, fine in told.parts.items() if not fine]
        found.nearest_wrong = min(found.nearest_wrong, *errors(one, answer, lost))
    false = told_falsely(one, answer, told) + untrue_patterns(one, answer, told)
    found.falsely_told += [f"{what}: {sentence}" for sentence in false]


def errors(one: Page, answer: Callable[..., Any], names: Sequence[str]) -> list[float]:
    """For each named output that is judged by closeness its largest error over the cases, in tolerances; then inf."""
    public, secret = cases(one.chapter, one.name)
    both = [*public.cases, *secret.cases]
    replies: list[Reply] = []
    with contextlib.suppress(TooSlow, RecursionError), time_limit(SECONDS), quiet():
        replies = ask(answer, [case.inputs for case in both], list(one.rules))
    if len(replies) < len(both) or any(reply.outputs is None for reply in replies):
        return [float("inf")]
    found = [
        max(distance(reply.outputs[name], case.expected[name]) / rule.tolerance  # type: ignore[index]
            for case, reply in zip(both, replies, strict=True))
        for name in names
        if isinstance(rule := one.rules[name], Close)
    ]
    return [*found, float("inf")]


def _job(where: tuple[Course, str, str]) -> Proof:
    return prove(*where)


HEADINGS = ("exercise", "mutants", "equivalent", "rejected", "survivors", "diagnosed", "generic wrong answers rejected",
            "right answers and disguises accepted", "worst right", "nearest wrong")


def table(proofs: list[Proof]) -> str:
    """What was found, as Markdown."""
    rows = ["| " + " | ".join(HEADINGS) + " |", "|---" * len(HEADINGS) + "|"]
    for one in proofs:
        share = f"{100 * one.diagnosed / one.rejected:.0f} %" if one.rejected else "–"
        rejected, accepted = one.generic - len(one.generic_passed), one.disguises - len(one.disguises_refused)
        cells = (
            f"{one.chapter}/{one.exercise}", one.made, len(one.equivalent), one.rejected, len(one.survivors), share,
            f"{rejected} of {one.generic}",
            f"{one.rights - len(one.rights_refused) + accepted} of {one.rights + one.disguises}",
            f"{one.nearest_right:.1g}", f"{one.nearest_wrong:.2g}" if one.nearest_wrong < float("inf") else "–",
        )  # fmt: skip
        rows.append("| " + " | ".join(str(cell) for cell in cells) + " |")
    return "\n".join(rows)


def report(proofs: list[Proof]) -> str:
    """docs/proof.md."""
    made, rejected = sum(p.made for p in proofs), sum(p.rejected for p in proofs)
    equivalent, survivors = sum(len(p.equivalent) for p in proofs), sum(len(p.survivors) for p in proofs)
    false = sum(len(p.falsely_told) for p in proofs)
    share = 100 * sum(p.diagnosed for p in proofs) / max(rejected, 1)
    worst_right, nearest_wrong = max(p.nearest_right for p in proofs), min(p.nearest_wrong for p in proofs)
    refused = [f"- {p.chapter}/{p.exercise}, {what}" for p in proofs for what in p.rights_refused + p.disguises_refused]

    def listed(name: str) -> list[str]:
        return [f"- {p.chapter}/{p.exercise}, {what}" for p in proofs for what in getattr(p, name)] or ["None."]

    return "\n".join([
        "# Proof",
        "",
        "Made by `make proof`; not edited by hand. Every solution and every right answer is mutated (one change each: a sign,",
        "an operator, a transpose, an axis, a constant, an index, a statement left out, …), and each mutant is graded by the",
        "real checks, public and secret. Generic wrong answers are None, zeros, an input, another shape, dtype or kind, an",
        "error of a thousandth, one nan, the public cases learnt by heart, an answer that is right once and then stale, and",
        "the like. Disguises are the right answer with inputs and outputs in another order in memory, read-only, with gaps,",
        "as a tuple, a list or a dict.",
        "",
        f"{made} mutants of {len(proofs)} exercises: {rejected} rejected, {equivalent} equivalent, {survivors} survivors.",
        f"{share:.0f} % of the rejected are told something specific: a known mistake, a sign, a factor, a shape, which of",
        f"several outputs is wrong. {false} are told something that does not hold on fresh inputs.",
        "",
        f"Errors are in tolerances: below 1 passes. The worst right answer is at {worst_right:.1g}, the nearest wrong one at",
        f"{nearest_wrong:.2g}.",
        "",
        table(proofs),
        "",
        "## Survivors",
        "",
        *listed("survivors"),
        "",
        "## Generic wrong answers that pass",
        "",
        *listed("generic_passed"),
        "",
        "## Right answers that are refused",
        "",
        *(refused or ["None."]),
        "",
        "## Told something that does not hold",
        "",
        *listed("falsely_told"),
        "",
        "## Equivalent",
        "",
        f"As good as the right answer on {FRESH} fresh inputs ({BUILT} where a network is built to an accuracy, {TRAINED}",
        f"where one is trained). Every right answer is held to as many, and to {LUCK} where a net is trained.",
        "",
        *listed("equivalent"),
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
        # What trains takes longest: first, so that no process ends long after the others.
        for found in pool.imap(_job, sorted(wanted, key=lambda job: fresh_count(page.load(*job[1:])))):
            proofs.append(found)
            print(f"{found.chapter}/{found.exercise}: {found.made} mutants, {len(found.survivors)} survivors", flush=True)
    proofs.sort(key=lambda found: wanted.index((course, found.chapter, found.exercise)))
    text = report(proofs)
    if options.write:
        (course.root / "docs" / "proof.md").write_text(text, "utf-8")
    else:
        print(text)
    if any(one.survivors or one.rights_refused or one.falsely_told or one.generic_passed or one.disguises_refused
           for one in proofs):  # fmt: skip
        sys.exit(1)


if __name__ == "__main__":
    main()
