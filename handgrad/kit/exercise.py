"""An exercise as the kit knows it: its public cases, its known mistakes and its hints, read from `cases/` as data."""

import functools
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

from handgrad.kit import rules, wire
from handgrad.kit.rules.rule import Rule
from handgrad.text import say


@dataclass(frozen=True)
class Case:
    """One question: the inputs by name, and what the rules keep of the right outputs."""

    name: str
    inputs: dict[str, Any]
    expected: dict[str, Any]
    seconds: float | None = None
    """How long an answer may compute, where that is limited for this case alone."""


@dataclass(frozen=True)
class Mistake:
    """A known wrong answer: the sentence for whoever made it, and its outputs, case by case (None where it has none)."""

    says: str
    outputs: tuple[dict[str, Any] | None, ...]


@dataclass(frozen=True)
class Exercise:
    """All that is needed to judge an answer. `follows` names for an output the earlier ones that it is worked out from."""

    name: str
    topic: str
    rules: dict[str, Rule]
    cases: tuple[Case, ...]
    mistakes: tuple[Mistake, ...] = ()
    hints: tuple[str, ...] = ()
    follows: dict[str, tuple[str, ...]] = field(default_factory=dict)
    # How an output follows from the student's own earlier ones: on the staff's side only, since it is no data.
    carries: dict[str, Callable[..., Any]] = field(default_factory=dict)

    def to_plain(self) -> dict[str, Any]:
        """The exercise as JSON."""

        def write(values: dict[str, Any]) -> dict[str, Any]:
            return {key: wire.encode(value, readable=True) for key, value in values.items()}

        return {
            "exercise": self.name,
            "outputs": {name: rules.to_plain(rule) for name, rule in self.rules.items()},
            **({"follows": {name: list(earlier) for name, earlier in self.follows.items()}} if self.follows else {}),
            "hints": list(self.hints),
            "cases": [
                {"name": case.name, "inputs": write(case.inputs), "expected": write(case.expected),
                 **({"seconds": case.seconds} if case.seconds else {})}
                for case in self.cases
            ],
            "mistakes": [
                {"says": mistake.says, "outputs": [None if o is None else write(o) for o in mistake.outputs]}
                for mistake in self.mistakes
            ],
        }

    @classmethod
    def from_plain(cls, plain: dict[str, Any], topic: str) -> "Exercise":
        """The exercise that `to_plain` wrote."""

        def read(values: dict[str, Any]) -> dict[str, Any]:
            return {key: wire.decode(value) for key, value in values.items()}

        return cls(
            name=plain["exercise"],
            topic=topic,
            rules={name: rules.from_plain(rule) for name, rule in plain["outputs"].items()},
            cases=tuple(Case(c["name"], read(c["inputs"]), read(c["expected"]), c.get("seconds")) for c in plain["cases"]),
            mistakes=tuple(
                Mistake(m["says"], tuple(None if o is None else read(o) for o in m["outputs"]))
                for m in plain["mistakes"]
            ),
            hints=tuple(plain["hints"]),
            follows={name: tuple(earlier) for name, earlier in plain.get("follows", {}).items()},
        )


@functools.cache
def load(name: str) -> Exercise:
    """The public part of an exercise. Raises `LookupError`, naming the nearest exercise, where there is none."""
    found = {path.name: path for path in _files() if path.name.endswith(".json")}
    path = found.get(f"{name}.json")
    if path is None or name == "chapter":
        import difflib

        known = sorted(key.removesuffix(".json") for key in found)
        near = difflib.get_close_matches(str(name), known, n=1, cutoff=0.0)
        raise LookupError(
            say("There is no exercise called {name!r}. Did you mean {near!r}?", name=name, near=near[0])
            if near
            else say("There are no exercises in this installation: run make build, or install the course's wheel again.")
        )
    return Exercise.from_plain(json.loads(path.read_text("utf-8")), topic=path.parent.name)


@functools.cache
def facts(topic: str) -> dict[str, Any]:
    """What the build froze of a chapter's notebook: its title, and its exercises in order, with their points."""
    return json.loads((resources.files("handgrad") / "cases" / topic / "chapter.json").read_text("utf-8"))


@functools.cache
def headings() -> dict[str, str]:
    """For every exercise of the chapters that have been built: its heading in its notebook, empty where none was kept."""
    # A chapter of somebody's own may have been built before headings were kept: it is checked like any other.
    return {item["name"]: item.get("heading", "") for topic in topics() for item in facts(topic)["exercises"]}


def topics() -> list[str]:
    """The topics of all chapters that have been built."""
    folder = resources.files("handgrad") / "cases"
    return sorted(room.name for room in folder.iterdir() if (room / "chapter.json").is_file())


def _files() -> list[Any]:
    folder = resources.files("handgrad") / "cases"
    return [path for room in folder.iterdir() if room.is_dir() for path in room.iterdir() if path.name != "chapter.json"]
