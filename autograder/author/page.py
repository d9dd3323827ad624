"""The page of an exercise: all that is known about it, in one file.

    page = Page(outputs=("dX", "dW", "db"), hints=("…", "…", "…"))

    @page.reference          the right answer, found by another road than the notebook's solution
    @page.cases(...)         draws inputs from a random generator
    @page.edge("…")          one hand-picked case
    @page.large              a hidden case with too many entries for a difference quotient at each
    @page.wrong("…")         a mistake that students make, and the sentence that they should read
    @page.right              a right answer written differently
    @page.carried("dX")      a later output worked out from the student's own earlier ones: an error counts once
    @page.forward(...)       what the reference is the gradient of, in torch: the tests differentiate it in two ways

The page's name is its file's, its chapter is its folder's."""

import hashlib
import hmac
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from autograder.anatomy import AnatomyError
from handgrad.kit.answer import Odd, ask
from handgrad.kit.exercise import Case, Exercise, Mistake
from handgrad.kit.kinds import tidy
from handgrad.kit.rules import Close
from handgrad.kit.rules.rule import Rule, is_numeric

# The processor's time that an answer has on a large case. Loops in Python need some tenths of a second, differences from six
# seconds to a minute.
SECONDS = 2.0

Inputs = dict[str, Any]
Answer = Callable[..., Any]


class PageError(AnatomyError):
    """A page that breaks a rule of pages."""


@dataclass(frozen=True)
class Draw:
    """A generator of cases: how many are public, how many secret."""

    name: str
    function: Callable[..., Inputs]
    public: int
    secret: int


@dataclass(frozen=True)
class Wrong:
    """A known mistake and its sentence."""

    says: str
    function: Answer


@dataclass(frozen=True)
class Forward:
    """A function in torch, the output's name for each of its arguments' gradients, and the upstream gradient's name."""

    function: Answer
    gradients: Mapping[str, str]
    upstream: str | None


class Page:
    """One exercise. `outputs` names them in order; a mapping gives a rule other than `Close()` to some of them.

    `follows` names for an output the earlier ones that it is worked out from: `follows={"dX": ("dC",)}`. Where dC is wrong,
    dX may be wrong in any way: a mistake is known by dC alone, and whoever errs in dC is told to look there first.
    """

    def __init__(self, outputs: Sequence[str] | Mapping[str, Rule], hints: Sequence[str],
                 follows: Mapping[str, Sequence[str]] | None = None) -> None:
        self.name = ""
        self.topic = ""
        self.rules: dict[str, Rule] = (
            dict(outputs) if isinstance(outputs, Mapping) else {name: Close() for name in outputs}
        )
        self.hints = tuple(hints)
        self.follows = {name: tuple(earlier) for name, earlier in (follows or {}).items()}
        if not {name for pair in self.follows.items() for name in (pair[0], *pair[1])} <= set(self.rules):
            raise PageError(f"follows names what is no output: {self.follows}. The outputs are {', '.join(self.rules)}.")
        self.answer: Answer | None = None
        self.draws: list[Draw] = []
        self.larges: list[Callable[..., Inputs]] = []
        self.wrongs: list[Wrong] = []
        self.rights: list[Answer] = []
        self.forwards: list[Forward] = []
        self.carries: dict[str, Answer] = {}

    def reference(self, function: Answer) -> Answer:
        """The right answer. It gets the inputs in order and returns the outputs in order, or a dict."""
        self.answer = function
        return function

    def cases(self, public: int, secret: int) -> Callable[[Callable[..., Inputs]], Callable[..., Inputs]]:
        """The function draws one case's inputs from a generator: `draw(rng) -> {"X": …}`, in the order of the arguments."""

        def keep(function: Callable[..., Inputs]) -> Callable[..., Inputs]:
            self.draws.append(Draw(_words(function), function, public, secret))
            return function

        return keep

    def edge(self, name: str, public: bool = True) -> Callable[[Callable[..., Inputs]], Callable[..., Inputs]]:
        """A hand-picked case, with its name. It is secret where it is not public, and then drawn from the secret."""

        def keep(function: Callable[..., Inputs]) -> Callable[..., Inputs]:
            self.draws.append(Draw(name, function, int(public), int(not public)))
            return function

        return keep

    def large(self, function: Callable[..., Inputs]) -> Callable[..., Inputs]:
        """A hidden case so large that measuring each slope takes minutes, and working it out milliseconds.

        It is drawn from the secret and has a time of its own (`SECONDS`). What it holds had better repeat itself, since it
        travels in a cell: see `autograder.author.draw.repeated`.
        """
        self.larges.append(function)
        return function

    def wrong(self, says: str) -> Callable[[Answer], Answer]:
        """A mistake that students make: takes the inputs, returns what such a student returns.

        It may return None for a case that it leaves open (where the mistake ends in nan or raises): it is then recognised by
        the others.
        """

        def keep(function: Answer) -> Answer:
            self.wrongs.append(Wrong(says, function))
            return function

        return keep

    def right(self, function: Answer) -> Answer:
        """A right answer written differently: it must pass."""
        self.rights.append(function)
        return function

    def carried(self, output: str) -> Callable[[Answer], Answer]:
        """A later output, worked out from earlier ones as they are, right or wrong.

        The function gets the case's inputs in order, and then, by their names, the outputs that it goes on from. In the
        grade an answer that equals it earns this output's share although it is not right: an error counts once.
        """
        if output not in self.rules:
            raise PageError(f"What is carried is no output: {output}. The outputs are {', '.join(self.rules)}.")

        def keep(function: Answer) -> Answer:
            self.carries[output] = function
            return function

        return keep

    def forward(self, upstream: str | None = None, **gradients: str) -> Callable[[Answer], Answer]:
        """The function, in torch and float64, of which the reference gives the gradients.

        `@page.forward(upstream="dS", dX="X", dW="W")` over `f(X, W)`: the output dX is the gradient of Σ dS·f by X.
        Without `upstream` f is a scalar. Its parameters are inputs of the page, by name.
        """

        def keep(function: Answer) -> Answer:
            self.forwards.append(Forward(function, gradients, upstream))
            return function

        return keep

    # --- from the page to cases --------------------------------------------------------------------------------

    def public_inputs(self) -> list[tuple[str, Inputs]]:
        """The public cases' names and inputs: always the same."""
        return self._draw(_seed("public", self.name), secret=False)

    def secret_inputs(self, secret: bytes) -> list[tuple[str, Inputs]]:
        """The secret cases' names and inputs, from the course's secret and this page's name: the same on a regrade."""
        # A key for each exercise: whoever came to know one exercise's inputs would know nothing of another's.
        return self._draw(_keyed(secret, f"{self.topic}/{self.name}"), secret=True)

    def hidden_exercise(self, secret: bytes) -> Exercise:
        """What is asked when all that is shown has been written: the secret cases, and the large one."""
        usual = self.exercise(self.secret_inputs(secret))
        rng = np.random.default_rng(_keyed(secret, f"{self.topic}/{self.name}, large"))
        large = [Case(_words(function), inputs := _call(function, rng), self._right(inputs, _words(function)), SECONDS)
                 for function in self.larges]
        # Of the mistakes only their usual outputs are known: a large case is about the time.
        mistakes = [replace(one, outputs=(*one.outputs, *[None] * len(large))) for one in usual.mistakes]
        return replace(usual, cases=(*usual.cases, *large), mistakes=tuple(mistakes))

    def _draw(self, seed: int, secret: bool) -> list[tuple[str, Inputs]]:
        if not self.draws:
            # Numbers by hand have no inputs: one public question, and nothing to keep secret.
            return [] if secret else [("", {})]
        found: list[tuple[str, Inputs]] = []
        for draw in self.draws:
            count = draw.secret if secret else draw.public
            # A generator for each case: a drawing function that draws more in a new version leaves the others' cases alone.
            for index, child in enumerate(np.random.SeedSequence([seed % 2**63, len(found)]).spawn(count)):
                name = f"{draw.name} {index + 1}" if count > 1 else draw.name
                found.append((name, _call(draw.function, np.random.default_rng(child))))
        return found

    def exercise(self, inputs: Sequence[tuple[str, Inputs]]) -> Exercise:
        """The exercise on these inputs: right answers and known mistakes worked out, and frozen as the rules say."""
        cases, mistaken = [], [[] for _ in self.wrongs]  # type: ignore[var-annotated]
        for name, values in inputs:
            cases.append(Case(name, values, self._right(values, name)))
            for wrong, found in zip(self.wrongs, mistaken, strict=True):
                outputs = self.outputs_of(wrong.function, values)
                found.append(None if outputs is None else self._freeze(outputs))
        mistakes = tuple(Mistake(w.says, tuple(found)) for w, found in zip(self.wrongs, mistaken, strict=True))
        return Exercise(self.name, self.topic, dict(self.rules), tuple(cases), mistakes, self.hints, self.follows, self.carries)

    def _right(self, inputs: Inputs, name: str) -> dict[str, Any]:
        """The right outputs, frozen. Raises `PageError` where the reference fails on this case."""
        assert self.answer is not None
        want = self.outputs_of(self.answer, inputs)
        if want is None:
            raise PageError(f"{self.topic}/{self.name}: the reference fails on the case {name!r}")
        self._refuse_odd(want)
        return self._freeze(want)

    def _refuse_odd(self, want: dict[str, Any]) -> None:
        """Raise `PageError` for an output that no answer could fit."""
        for name, rule in self.rules.items():
            if rule.keeps_the_answer and not isinstance(want[name], str) and not is_numeric(tidy(want[name])):
                kind = type(want[name]).__name__
                raise PageError(f"{self.topic}/{self.name}: the output {name} is a {kind}; an output is a number, a text or "
                                "an array. Make an output of each of its entries, or an array of them.")

    def public_exercise(self) -> Exercise:
        """What the build freezes into the student's kit."""
        return self.exercise(self.public_inputs())

    def outputs_of(self, answer: Answer, inputs: Inputs) -> dict[str, Any] | None:
        """The outputs by name, as a student's function would be asked for them; None where it gives no such outputs.

        Where the answer is random numbers (`autograder.author.samples.drawn`), the outputs are their distribution.
        """
        described: Answer = getattr(answer, "describes", answer)
        # A mistake may well divide by zero: that is its answer, and no news.
        with np.errstate(all="ignore"):
            reply = ask(described, [inputs], list(self.rules))[0]
        outputs = reply.outputs
        if outputs is None or any(value is None or isinstance(value, Odd) for value in outputs.values()):
            return None
        return outputs

    def _freeze(self, outputs: dict[str, Any]) -> dict[str, Any]:
        return {name: rule.freeze(outputs[name]) for name, rule in self.rules.items()}


def _words(function: Callable[..., Any]) -> str:
    return function.__name__.replace("_", " ")


def _call(function: Callable[..., Inputs], rng: np.random.Generator) -> Inputs:
    return function(rng) if function.__code__.co_argcount else function()


def _keyed(secret: bytes, words: str) -> int:
    return int.from_bytes(hmac.new(secret, words.encode(), hashlib.sha256).digest(), "big")


def _seed(*words: str) -> int:
    # Not hash(), which Python salts anew in each process.
    return int.from_bytes(hashlib.sha256("/".join(words).encode()).digest()[:8], "big")
