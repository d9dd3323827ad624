"""Rivals: programs that the public cases do not tell from a known mistake, so that they are told its sentence.

They are looked for among the other known mistakes and among all mistakes with one thing changed. On fresh inputs a rival errs
in another way: the sentence is then about somebody else, unless it is true of both.
"""

import ast
import importlib
import inspect
import textwrap
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from autograder.author.page import Page, Wrong
from autograder.proof.asking import SECONDS, quiet, time_limit
from autograder.proof.fresh import FRESH, fresh_count, fresh_exercise
from autograder.proof.mutants import mutants
from handgrad.kit.answer import Reply, ask
from handgrad.kit.exercise import Exercise
from handgrad.kit.explain import account_of, alike
from handgrad.kit.judge import judge
from handgrad.kit.verdict import Kind


def rivals(one: Page) -> list[tuple[str, str]]:
    """Each rival of the exercise's known mistakes: what it is, and the sentence that it is told."""
    if not one.draws or fresh_count(one) != FRESH:
        return []  # the cases are all that there is, or chance has a part in the answer
    public, fresh = one.public_exercise(), fresh_exercise(one.topic, one.name)
    return [(what, public.mistakes[index].says)
            for what, answer in _suspects(one)
            for index in _told_falsely(public, fresh, answer)]


def _suspects(one: Page) -> Iterator[tuple[str, Callable[..., Any]]]:
    """The known mistakes, as they are and with one thing changed."""
    module = importlib.import_module(f"autograder.exercises.{one.topic}.{one.name}")
    for wrong in one.wrongs:
        yield wrong.function.__name__, wrong.function
        for mutant in mutants(_source(wrong)):
            room = dict(vars(module))
            try:
                with time_limit(SECONDS), quiet():
                    exec(compile(mutant.source, "<rival>", "exec"), room)
            except BaseException as error:
                if isinstance(error, KeyboardInterrupt):
                    raise
                continue
            yield f"{wrong.function.__name__}, {mutant.what}", room[wrong.function.__name__]


def _source(wrong: Wrong) -> str:
    """The mistake's definition without what makes it a part of its page; nothing where it is no definition of its own."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(wrong.function)))
    if not isinstance(tree.body[0], ast.FunctionDef):
        return ""
    tree.body[0].decorator_list = [one for one in tree.body[0].decorator_list if not ast.unparse(one).startswith("page.")]
    return ast.unparse(tree)


def _told_falsely(public: Exercise, fresh: Exercise, answer: Callable[..., Any]) -> list[int]:
    """The known mistakes, by their place in the list, that the answer is told and that it does not make on fresh inputs."""
    replies = _replies(public, answer)
    if len(replies) < len(public.cases):
        return []
    verdict = judge(public, public.cases, replies)
    if verdict.kind is not Kind.WRONG_VALUES:
        return []
    told = {index: account.parts
            for index, mistake in enumerate(public.mistakes)
            if any(mistake.says in sentence for sentence in verdict.diagnoses)
            and (account := account_of(public, public.cases, replies, _wrong(verdict.parts), mistake))}
    again = _replies(fresh, answer) if told else []
    return [index for index, parts in told.items() if not _makes(fresh, again, index, parts)]


def _wrong(parts: dict[str, bool]) -> frozenset[str]:
    return frozenset(name for name, right in parts.items() if not right)


def _replies(exercise: Exercise, answer: Callable[..., Any]) -> list[Reply]:
    try:
        with time_limit(SECONDS), quiet():
            return ask(answer, [case.inputs for case in exercise.cases], list(exercise.rules))
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        return []


def _makes(fresh: Exercise, replies: Sequence[Reply], index: int, parts: frozenset[str]) -> bool:
    """Whether the answer gives these outputs as the mistake does, wherever both give any."""
    return all(
        alike(fresh.rules[name], reply.outputs[name], mistaken[name])
        for reply, mistaken in zip(replies, fresh.mistakes[index].outputs, strict=False)
        if reply.outputs is not None and mistaken is not None
        for name in parts
    )
