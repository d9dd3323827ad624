"""Whoever measures slopes earns no points for a gradient: a hidden case has too many entries for that."""

import inspect
import signal

import numpy as np
import pytest
import torch

from autograder import exercises
from autograder.grade.judge import judge_both
from handgrad.kit import asked
from handgrad.kit.answer import TOO_LONG, Raised, Reply, ask
from handgrad.kit.exercise import Case
from handgrad.layers import numerical_gradient

# Where gradients are worked out by hand. Chapter 03's are of single numbers, of which a difference is as quick as a formula.
TOPICS = ("backprop_matrix", "two_layer_net", "optimizers", "dropout_batchnorm", "convolution")
GRADIENTS = [one for topic in TOPICS for one in exercises.pages(topic) if one.forwards]
LARGE = [one for topic in exercises.topics() for one in exercises.pages(topic) if one.larges]
each_gradient = pytest.mark.parametrize("one", GRADIENTS, ids=lambda one: one.name)
each_large = pytest.mark.parametrize("one", LARGE, ids=lambda one: one.name)


def by_differences(page):
    """The exercise answered without a backward pass: each slope of the forward function is measured."""
    rest = page.answer

    def answer(*given):
        inputs = dict(zip(page.public_inputs()[0][1], given, strict=True))
        found = {}
        for forward in page.forwards:
            names = inspect.signature(forward.function).parameters
            for output, name in forward.gradients.items():
                def f(array, forward=forward, names=names, moved=name):
                    tensors = [torch.as_tensor(array if one == moved else inputs[one]) for one in names]
                    value = forward.function(*tensors)
                    upstream = 1 if forward.upstream is None else torch.as_tensor(inputs[forward.upstream])
                    return float((value * upstream).sum())

                found[output] = numerical_gradient(f, inputs[name])
        missing = [name for name in page.rules if name not in found]
        return found | (page.outputs_of(rest, inputs) if missing else {}) | found

    return answer


@each_gradient
def test_differences_in_place_of_a_backward_pass_run_out_of_their_time(one):
    (draw,) = one.larges
    inputs = draw(np.random.default_rng(1))
    reply = asked.ask_within(0.1, by_differences(one), inputs, list(one.rules))
    assert reply.raised == Raised(TOO_LONG, "")


def entries(value):
    return sum(map(np.size, value)) if isinstance(value, list) else np.size(value)


@each_large
def test_a_large_case_has_too_many_entries_travels_light_and_is_no_trouble_to_right_answers(one):
    case = one.hidden_exercise(b"tests").cases[-1]
    assert max(map(entries, case.inputs.values())) >= 40_000
    assert len(asked.pack(list(one.rules), [case])) < 50_000
    for right in one.rights:
        (reply,) = ask(right, [case.inputs], list(one.rules))
        assert reply.outputs is not None, (right.__name__, reply.raised)
        assert all(rule.fits(reply.outputs[name], case.expected[name]) for name, rule in one.rules.items()), right.__name__


def test_who_runs_out_of_time_earns_nothing_and_is_told_what_to_do():
    one = exercises.find("relu_backward")
    public, hidden = one.public_exercise(), one.hidden_exercise(b"tests")
    replies = ask(one.answer, [case.inputs for case in (*public.cases, *hidden.cases[:-1])], list(one.rules))
    verdict = judge_both(public, hidden, [*replies, Reply(raised=Raised(TOO_LONG, ""))])
    assert verdict.share == 0
    assert verdict.says == ("relu_backward takes too long on large inputs, where a formula takes milliseconds. If it measures "
                            "each slope by a difference, work the gradient out instead.",)


def endless(X):
    while True:
        try:
            X = X + 1
        except Exception:  # noqa: BLE001 - what a student may well write
            continue


def test_only_the_case_with_a_time_of_its_own_ends_and_nothing_of_it_is_left(monkeypatch):
    sent = []
    monkeypatch.setattr(asked, "_display", sent.append)

    def answer(X):
        return endless(X) if X.size > 2 else X

    cases = [Case("small", {"X": np.ones(2)}, {}), Case("large", {"X": np.ones(9)}, {}, seconds=0.05)]
    asked.reply(0, lambda: answer, asked.pack(["Y"], cases))
    small, large = (asked.from_plain(plain, ["Y"]) for plain in sent.pop())
    assert small.outputs is not None
    assert large.raised == Raised(TOO_LONG, "")
    assert signal.getitimer(signal.ITIMER_PROF) == (0, 0)
