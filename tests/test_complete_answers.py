"""Points come only from complete answers: what is not answered on every case, shown and hidden, earns nothing."""

import copy
import json
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder import demo
from autograder.grade.judge import judge_both, judge_hidden, judge_shown, needs_hidden, read_replies
from autograder.grade.kept import both_parts
from handgrad.kit import asked, exercise
from handgrad.kit.answer import Reply, ask
from handgrad.kit.verdict import Verdict

SECRET = b"secret"
NAMES = ("affine_backward", "layer_step", "unbroadcast", "chain_backward", "momentum_step", "jacobian_size")
TOPICS = exercise.topics()
ATTACK = demo.ATTACKS / "machinery" / "only_the_cases_shown_are_answered.py"


@cache
def honest(name: str, spoiled: str | None = None, at: int = 0) -> tuple[list, list]:
    """What an honest kernel sends for the cases shown and for the hidden ones: right, but for one output of one case."""
    parts = both_parts(name, SECRET)
    count = len(parts[0].cases)
    plain = []
    for number, case in enumerate((*parts[0].cases, *parts[1].cases)):
        outputs = copy.deepcopy(case.expected)
        if spoiled is not None and number == at:
            outputs[spoiled] = None
        plain.append(asked.to_plain(Reply(outputs=outputs)))
    return plain[:count], plain[count:]


def score(name: str, shown: object, hidden: object) -> float:
    """The share that these two messages of a kernel earn."""
    public, secret = both_parts(name, SECRET)
    first = judge_shown(public, read_replies(public, shown))
    return (judge_hidden(first, secret, read_replies(secret, hidden)) if needs_hidden(first, secret) else first).share


@st.composite
def messages(draw) -> tuple[str, list, list, float]:
    """An exercise, what a kernel made of its honest answers to it, and what these are worth."""
    name = draw(st.sampled_from(NAMES))
    public, secret = both_parts(name, SECRET)
    total = len(public.cases) + len(secret.cases)
    spoiled = draw(st.sampled_from([None, *public.rules]))
    shown, hidden = copy.deepcopy(honest(name, spoiled, draw(st.integers(0, total - 1))))
    worth = score(name, shown, hidden)
    for _ in range(draw(st.integers(0, 3))):
        which = draw(st.sampled_from([shown, hidden]))
        harm = draw(st.sampled_from(["cut", "shuffle", "double", "other", "lose", "empty", "change"]))
        if harm == "cut":
            del which[draw(st.integers(0, len(which))) :]
        elif harm == "shuffle":
            which[:] = draw(st.permutations(which))
        elif harm == "double":
            which.extend(copy.deepcopy(which))
        elif harm == "other":
            another = draw(st.sampled_from([one for one in NAMES if one != name]))
            which[:] = copy.deepcopy(honest(another)[draw(st.integers(0, 1))])
        elif harm == "empty":
            which[:] = []
        elif which:
            one = which[draw(st.integers(0, len(which) - 1))]
            if harm == "change":
                one["changed"] = draw(st.lists(st.text(max_size=5), min_size=1, max_size=2))
            elif one.get("outputs"):
                one["outputs"].pop(draw(st.sampled_from(sorted(one["outputs"]))))
    return name, shown, hidden, worth


@settings(max_examples=300, deadline=None)
@given(messages())
def test_whatever_a_kernel_makes_of_its_answers_they_earn_no_more_than_the_honest_ones(message):
    name, shown, hidden, worth = message
    assert score(name, shown, hidden) <= worth


@pytest.mark.parametrize("name", NAMES)
def test_answers_cut_off_anywhere_earn_nothing_and_whole_ones_earn_all(name):
    shown, hidden = honest(name)
    assert score(name, shown, hidden) == 1 or not all(hasattr(rule, "tolerance") for rule in exercise.load(name).rules.values())
    for n in range(len(shown)):
        assert score(name, shown[:n], hidden) == 0
    for n in range(len(hidden)):
        assert score(name, shown, hidden[:n]) == 0


def test_a_part_that_is_right_wherever_it_was_asked_earns_nothing_where_another_case_has_no_answer():
    shown, hidden = honest("affine_backward", "db")
    assert score("affine_backward", shown, hidden) == pytest.approx(2 / 3)
    assert score("affine_backward", shown, hidden[:-1]) == 0
    assert score("affine_backward", shown, []) == 0


def test_a_function_that_raises_on_a_hidden_case_earns_nothing():
    public, secret = both_parts("affine_backward", SECRET)
    asked_for = []

    def fails_late(dS, X, W):
        asked_for.append(X)
        return 1 / 0 if len(asked_for) > len(public.cases) else (dS @ W.T, X.T @ dS, dS.sum(axis=0))

    replies = ask(fails_late, [case.inputs for case in (*public.cases, *secret.cases)], list(public.rules))
    found: Verdict = judge_both(public, secret, replies)
    assert found.share == 0
    assert found.says == ("affine_backward raised ZeroDivisionError on inputs that the notebook does not show.",)


@pytest.mark.parametrize("topic", TOPICS)
def test_a_kit_that_answers_the_cases_shown_alone_earns_nothing_in_any_chapter(topic, monkeypatch):
    """The attack, in this process: each exercise asks the cases shown, then, in place of hidden ones, cases of its own."""
    sent = []
    monkeypatch.setattr(asked, "_display", sent.append)
    monkeypatch.setattr(asked, "ask", ask)
    exec(compile(ATTACK.read_text("utf-8"), str(ATTACK), "exec"), {"PUBLIC": 0})
    for one in exercise.facts(topic)["exercises"]:
        public = exercise.load(one["name"])
        names, inputs = list(public.rules), [case.inputs for case in public.cases]
        asked.reply(0, lambda: print, asked.pack(names, public.cases))
        first = judge_shown(public, read_replies(public, json.loads(json.dumps(sent.pop()))))
        asked.reply_again(0, asked.pack(names, [replace(case, inputs=case.inputs | {"more": 1}) for case in public.cases]))
        hidden = sent.pop()
        if inputs[0]:
            assert judge_hidden(first, public, read_replies(public, hidden)).share == 0, one["name"]
        else:
            assert first.share < 1, one["name"]
