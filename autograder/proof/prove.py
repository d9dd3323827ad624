"""Every check proven: mutate every solution and every right answer, grade each mutant, and write down what happened.

A mutant that passes is proven equal to the right answer on a thousand fresh inputs, or it is a survivor: a wrong answer
that the checks let through. A diagnosis is held to its word: a mutant that is told a known mistake must give that
mistake's answers on fresh inputs too.
"""

import contextlib
import functools
import importlib
import inspect
import io
import linecache
import signal
import textwrap
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import nbformat
import numpy as np

from autograder import anatomy, exercises
from autograder.author.page import Inputs, Page
from autograder.course import Course
from autograder.grade.judge import judge_both
from autograder.proof import disguises
from autograder.proof.mutants import mutants
from handgrad.kit.answer import Reply, ask
from handgrad.kit.exercise import Exercise
from handgrad.kit.judge import alike, judge
from handgrad.kit.rules import Accuracy, Close, StairsError, Trained
from handgrad.kit.rules.rule import distance
from handgrad.kit.verdict import Kind, Verdict

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
    topic: str
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

    @property
    def failed(self) -> bool:
        """Whether something wrong was let through, something right refused, or something said that does not hold."""
        return any((self.survivors, self.rights_refused, self.falsely_told, self.generic_passed, self.disguises_refused))


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
    sources, expressions, names = notebook(course, one.topic)

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
            room = dict(vars(importlib.import_module(f"autograder.exercises.{one.topic}.{one.name}")))
            exec(compile(source, "<mutant>", "exec"), room)
            return room[right.__name__]

        text = textwrap.dedent(inspect.getsource(right))
        found.append((right.__name__, text.partition("\n")[2] if text.startswith("@") else text, from_page))
    return found


def graded(one: Page, answer: Callable[..., Any], seconds: float = SECONDS) -> Verdict:
    """The examiner's verdict, within a time limit."""
    public, secret = cases(one.topic, one.name)
    both = [*public.cases, *secret.cases]
    replies: list[Reply] = []
    with contextlib.suppress(TooSlow, RecursionError), time_limit(seconds), quiet():
        replies = ask(answer, [case.inputs for case in both], list(one.rules))
    return judge_both(public, secret, replies)


@functools.cache
def cases(topic: str, name: str) -> tuple[Any, Any]:
    """The public and the secret part of an exercise."""
    one = exercises.load(topic, name)
    return one.public_exercise(), one.exercise(one.secret_inputs(SECRET))


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Nothing that a mutant prints or warns of is of interest."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@functools.cache
def fresh(topic: str, name: str, number: int) -> tuple[Inputs, dict[str, Any] | None]:
    """Inputs that no check has ever used, and the right outputs: each drawing function in turn, from seeds of its own."""
    one = exercises.load(topic, name)
    assert one.answer is not None
    draws = one.draws
    if fresh_count(one) == TRAINED:
        # A small public case suits its own seed: how well a net learns from another draw of it is chance.
        draws = [draw for draw in draws if draw.secret]
    inputs: Inputs = {}
    if draws:
        draw = draws[number % len(draws)]
        rng = np.random.default_rng([number, 271828])
        inputs = draw.function(rng) if draw.function.__code__.co_argcount else draw.function()
    return inputs, one.outputs_of(one.answer, inputs)


def same_as_right(one: Page, answer: Callable[..., Any], count: int) -> bool:
    """Whether the answer fits the reference's on fresh inputs."""
    for number in range(count if one.draws else 1):
        inputs, want = fresh(one.topic, one.name, number)
        reply = asked(one, answer, inputs, PATIENCE)
        if want is None or reply is None or reply.outputs is None or reply.changed:
            return False
        if not all(rule.fits(reply.outputs[name], rule.freeze(want[name])) for name, rule in one.rules.items()):
            return False
    return True


def asked(one: Page, answer: Callable[..., Any], inputs: Inputs, seconds: float = SECONDS) -> Reply | None:
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
            inputs, right = fresh(one.topic, one.name, number)
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
    fresh = fresh_exercise(one.topic, one.name)
    with contextlib.suppress(TooSlow, RecursionError), time_limit(SECONDS), quiet():
        again = judge(replace(fresh, mistakes=()), fresh.cases, ask(answer, [c.inputs for c in fresh.cases], list(one.rules)))
        if again.kind is Kind.WRONG_VALUES:
            return [sentence for sentence in facts if sentence not in again.diagnoses]
    return []


@functools.cache
def fresh_exercise(topic: str, name: str) -> Exercise:
    """The exercise on a few dozen inputs that no check has used."""
    one = exercises.load(topic, name)
    return one.exercise([(f"fresh {i}", fresh(topic, name, i)[0]) for i in range(8 * len(one.draws))])


def _errs_alike(one: Page, right: Any, mistaken: Any, got: Any) -> bool:
    for name, rule in one.rules.items():
        spoiled = not rule.fits(mistaken[name], rule.freeze(right[name]))
        if isinstance(rule, Close) and not np.all(np.isfinite(mistaken[name])) and distance(got[name], got[name]) == np.inf:
            continue  # neither is finite: what is said of the mistake holds of the answer
        if isinstance(rule, Close) and spoiled and not alike(rule, got[name], mistaken[name]):
            return False
    return True


def prove(course: Course, topic: str, name: str) -> Proof:
    """Mutate the solution and the right answers of one exercise, and grade every mutant."""
    one = exercises.load(topic, name)
    found = Proof(name, topic)
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
            except BaseException as error:
                if isinstance(error, KeyboardInterrupt):
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
    public, secret = cases(one.topic, one.name)
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
