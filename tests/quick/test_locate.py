"""The line that a verdict names is the line to look at, and the search leaves no trace."""

import ast
import functools
import itertools
import linecache
import sys
import threading
import types

import numpy as np
import pytest

from autograder import exercises as pages
from handgrad import CheckFailed, check
from handgrad.adapters.optimizers import run_steps
from handgrad.kit import exercise as exercises
from handgrad.kit import locate, progress, search, traceless
from handgrad.kit.answer import ask
from handgrad.kit.changes import Scope, changes
from handgrad.kit.verdict import Kind


@pytest.fixture(autouse=True)
def a_new_session_with_time_enough(monkeypatch):
    monkeypatch.setattr(progress, "_verdicts", {})
    monkeypatch.setattr(locate, "SECONDS", 60)
    ticks = itertools.count()  # lines that ran, in place of time: on a busy machine an answer may take any time
    monkeypatch.setattr(traceless, "clock", lambda: 1e-6 * next(ticks))


def cell(source: str, **names):
    """What a notebook's cell defines, its source at hand as IPython keeps it."""
    name = f"<cell {abs(hash(source))}>"
    linecache.cache[name] = (len(source), None, source.splitlines(True), name)
    space = {"np": np, **names}
    exec(compile(source, name, "exec"), space)
    return space


def verdict(name: str, answer):
    with pytest.raises(CheckFailed) as caught:
        check(name, answer)
    return caught.value.verdict


AFFINE = """\
def affine_backward(dS, X, W):
    dX = dS @ W.T
    dW = X.T @ dS
    db = dS.sum(axis=0)
    return dX, dW, db
"""
SLIPS = [
    ("dS @ W.T", "dS @ W.T * 3", 2, "numbers"),
    ("X.T @ dS", "dS.T @ X", 3, "transposes"),
    ("axis=0", "axis=1", 4, "axis"),
    ("dS.sum(axis=0)", "-dS.sum(axis=0)", 4, "signs"),
    ("dS.sum(axis=0)", "dS.mean(axis=0)", 4, "functions"),
    ("return dX, dW, db", "return dW, dX, db", 5, "order in which"),
    ("X.T @ dS", "W.T @ dS", 3, "variables"),
]


@pytest.mark.parametrize(("right", "wrong", "line", "look"), SLIPS, ids=[wrong for _, wrong, _, _ in SLIPS])
def test_the_line_is_named_at_once_and_the_kind_of_thing_the_second_time(right, wrong, line, look):
    space = cell(AFFINE.replace(right, wrong))
    first = verdict("affine_backward", space["affine_backward"])
    source = AFFINE.replace(right, wrong).splitlines()[line - 1].strip()
    assert first.where == (f"Look at line {line} of the cell that defines affine_backward: {source}",)
    second = verdict("affine_backward", space["affine_backward"])
    assert second.where[0] == first.where[0]
    assert look in second.where[1]


def test_a_line_that_raised_is_located_too():
    found = verdict("affine_backward", cell(AFFINE.replace("W.T", "W"))["affine_backward"])
    assert found.kind is Kind.RAISED
    assert "line 2" in found.where[0]


def test_a_helper_in_another_cell_is_searched_and_one_of_the_courses_own_is_not(monkeypatch):
    helper = cell("def outer(dS, X):\n    total = dS.T @ X\n    return total\n")["outer"]
    answer = cell(AFFINE.replace("X.T @ dS", "outer(dS, X)"), outer=helper)["affine_backward"]
    assert any("line 2 of the cell that defines outer" in text for text in verdict("affine_backward", answer).where)
    one = exercises.load("affine_backward")
    replies = ask(answer, [case.inputs for case in one.cases], list(one.rules))
    assert not any("outer" in text.partition(":")[0] for text in locate.locate(one, answer, replies, given=["outer"]).where)


def test_where_several_lines_would_do_it_says_so():
    source = AFFINE.replace("X.T @ dS", "half * 2 @ dS").replace("    dX", "    half = X.T\n    dX")
    found = verdict("affine_backward", cell(source)["affine_backward"])
    assert found.where[0] == "A small change in any one of these lines would do."
    assert len(found.where) == 3


def test_the_same_slip_in_two_lines_is_one_and_both_are_named():
    """A slip is soon copied: S1 in one line, S2 in the next."""
    source = """\
def paths(x, w, v1, v2, p1, p2):
    h1, h2 = np.tanh(v1 * w * x), np.tanh(v2 * w * x)
    one = p1 * (1 - h1**3) * v1 * x
    two = p2 * (1 - h2**3) * v2 * x
    return one, two, one + two
"""
    found = verdict("paths", cell(source)["paths"])
    assert found.where[0] == "The same small change in each of these lines would do."
    assert ["line 3" in found.where[1], "line 4" in found.where[2]] == [True, True]


def test_a_change_that_only_hides_a_wrong_value_is_no_find():
    """With z = 0 the slope of tanh is 1, as of somebody who leaves it out."""
    source = """\
def paths(x, w, v1, v2, p1, p2):
    z = w * x
    one = p1 * np.cosh(1 + v1 * z) * v1 * x
    two = p2 * np.sinh(2 + v2 * z) * v2 * x
    return one, two, one + two
"""
    assert verdict("paths", cell(source)["paths"]).where == ()


def test_two_mistakes_at_once_are_both_told_where_one_of_them_is_known():
    net = cell("def tanh_backward(dA, S):\n    A = np.tanh(S) + 1\n    return 1 - A**2\n")["tanh_backward"]
    found = verdict("tanh_backward", net)
    assert "line 2" in found.where[0]
    assert any("dA" in sentence for sentence in found.diagnoses)


TWO = [(one, other) for one, other in itertools.product(SLIPS, SLIPS) if one[2] < other[2] < 5]


@pytest.mark.parametrize("slips", TWO, ids=[f"{one[1]}, {other[1]}" for one, other in TWO])
def test_where_no_one_change_would_do_but_two_would_both_lines_are_named(slips):
    source = AFFINE
    for right, wrong, _, _ in slips:
        source = source.replace(right, wrong)
    lines = [source.splitlines()[line - 1].strip() for _, _, line, _ in slips]
    found = verdict("affine_backward", cell(source)["affine_backward"])
    assert found.where[0] == "Small changes in both of these lines would make it right."
    assert [text.partition(": ")[2] for text in found.where[1:]] == lines
    again = verdict("affine_backward", cell(source)["affine_backward"])
    assert [look in text for (_, _, _, look), text in zip(slips, again.where[2::2], strict=True)] == [True, True]


def test_a_line_that_would_mend_a_part_is_named_as_that():
    source = AFFINE.replace("X.T @ dS", "np.tanh(X).T @ dS").replace("dS.sum(axis=0)", "np.sin(dS).max(axis=0) + W[0] ** 3")
    found = verdict("affine_backward", cell(source)["affine_backward"])
    assert found.where == ("A small change in this line would make dW right, and not the rest.",
                           "Look at line 3 of the cell that defines affine_backward: dW = np.tanh(X).T @ dS")


CLOSURE = """\
def around(k):
    def affine_backward(dS, X, W):
        return dS @ W.T, X.T @ dS * k, dS.sum(axis=0)
    return affine_backward
"""
SHAPED = {
    "a closure": lambda: cell(CLOSURE)["around"](2.0),
    "a partial function": lambda: functools.partial(cell(AFFINE.replace("axis=0", "axis=1"))["affine_backward"]),
    "a lambda": lambda: cell("f = lambda dS, X, W: (dS @ W.T, X.T @ dS, -dS.sum(axis=0))\n")["f"],
    "one of two lambdas on a line": lambda: cell(
        "e, f = (lambda x: x), lambda dS, X, W: (dS @ W.T, X.T @ dS, -dS.sum(0))\n")["f"],
    "decorated": lambda: cell("def same(f):\n    return lambda *given: f(*given)\n\n\n@same\n"
                              + AFFINE.replace("axis=0", "axis=1"))["affine_backward"],
    "a method": lambda: cell("class Layer:\n    def back(self, dS, X, W):\n        db = dS.mean(axis=0)\n"
                             "        return dS @ W.T, X.T @ dS, db\n")["Layer"]().back,
    "recursive": lambda: cell("def total(rows):\n    return rows[0] - total(rows[1:]) if len(rows) > 1 else rows[0]\n\n\n"
                              + AFFINE.replace("dS.sum(axis=0)", "total(dS)"))["affine_backward"],
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPED)
def test_a_function_of_any_make_is_searched(shape):
    assert verdict("affine_backward", SHAPED[shape]()).where


def test_a_class_behind_an_adapter_is_searched():
    from autograder.course import here
    from autograder.proof.answers import notebook
    from handgrad.adapters.backprop_scalar import run_programs

    sources, _, names = notebook(here(), "backprop_scalar")
    space = cell(sources["value"].replace("1 - t**2", "1 - t").replace("1 - t ** 2", "1 - t"), **names)
    found = verdict("value", run_programs(space["Value"]))
    assert "of the cell that defines Value." in found.where[0]


def test_nothing_is_changed_printed_or_drawn(capsys):
    drawn = []
    extra = "    memory[len(memory)] = dS\n    print('here')\n    plot.show()\n    noise = rng.normal()\n    db"
    source = AFFINE.replace("axis=0", "axis=1").replace("    db", extra)
    plot = types.ModuleType("matplotlib.pyplot")
    plot.show = lambda: drawn.append(1)
    space = cell("memory = {}\nrng = np.random.default_rng(3)\n" + source, plot=plot)
    one = exercises.load("affine_backward")
    answer, before = space["affine_backward"], dict(space)
    replies = ask(answer, [case.inputs for case in one.cases], list(one.rules))
    capsys.readouterr()
    names, kept, shown = set(space), len(space["memory"]), len(drawn)
    legacy, own = np.random.get_state()[1].copy(), space["rng"].bit_generator.state
    assert "line 10" in locate.locate(one, answer, replies).where[0]
    assert capsys.readouterr() == ("", "")
    assert set(space) == names
    assert all(space[key] is before[key] for key in before)
    assert (len(space["memory"]), len(drawn)) == (kept, shown)
    assert space["rng"].bit_generator.state == own
    assert np.array_equal(np.random.get_state()[1], legacy)
    assert answer.__code__ is before["affine_backward"].__code__


ENDLESS = """\
def affine_backward(dS, X, W):
    db, n = np.zeros(dS.shape[1]), 0
    while n < len(dS):
        db = db - dS[n]
        n += 1
    return dS @ W.T, X.T @ dS, db
"""


def test_a_change_that_never_ends_is_stopped_in_any_thread():
    space, where = cell(ENDLESS), []
    traced = sys.gettrace()
    thread = threading.Thread(target=lambda: where.extend(verdict("affine_backward", space["affine_backward"]).where))
    thread.start()
    thread.join(120)
    assert "line 4" in " ".join(where)
    assert sys.gettrace() is traced


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux counts a process's memory")
@pytest.mark.parametrize(("most", "found"), [(2**31, False), (2**33, True)])
def test_what_takes_much_memory_is_not_tried(monkeypatch, most, found):
    monkeypatch.setattr(traceless, "MOST_BYTES", most)
    large = functools.partial(np.empty, 2**32, np.uint8)
    source = AFFINE.replace("axis=0", "axis=1").replace("    db", "    large()\n    db")
    assert ("line 5" in " ".join(verdict("affine_backward", cell(source, large=large)["affine_backward"]).where)) is found
    large()


@pytest.mark.parametrize("does", ["open('here')", "exec('1')", "os.remove('x')"])
def test_what_must_not_be_tried_is_not_searched(does):
    import os

    source = AFFINE.replace("axis=0", "axis=1").replace("    db", f"    if len(X) == 0:\n        {does}\n    db")
    assert verdict("affine_backward", cell(source, os=os)["affine_backward"]).where == ()


def test_an_answer_that_takes_long_is_not_searched(monkeypatch):
    monkeypatch.setattr(search, "MOST_PER_ANSWER", 0.0)
    assert verdict("affine_backward", cell(AFFINE.replace("axis=0", "axis=1"))["affine_backward"]).where == ()


def test_a_search_ends_in_time(monkeypatch):
    monkeypatch.setattr(locate, "SECONDS", 0.0)
    assert verdict("affine_backward", cell(AFFINE.replace("axis=0", "axis=1"))["affine_backward"]).where == ()


def test_the_time_that_the_answers_took_is_the_searchs_too():
    one, answer = exercises.load("affine_backward"), cell(AFFINE.replace("axis=0", "axis=1"))["affine_backward"]
    replies = ask(answer, [case.inputs for case in one.cases], list(one.rules))
    assert locate.locate(one, answer, replies, spent=59.0).where
    assert locate.locate(one, answer, replies, spent=60.0).where == ()


def test_numbers_by_hand_are_not_searched_for():
    assert locate.locate(exercises.load("lecture_graph"), lambda: None, []) == locate.Place()


@pytest.mark.parametrize("line", ["rows.append(w - g)", "rows += [w - g]", "rows.insert(0, w - g)"])
def test_no_change_puts_a_list_into_itself(line):
    tree = ast.parse(f"def walk(w, g):\n    rows = []\n    for _ in range(3):\n        {line}\n    return np.array(rows)\n")
    scope = Scope(variables=("w", "g", "rows"), functions=("len",), parameters=("w", "g"), made=("rows",))
    made = set()
    for change in changes(tree.body[0], scope):
        with change.made():
            made |= {ast.unparse(one) for one in ast.walk(tree) if isinstance(one, ast.Expr | ast.AugAssign)}
    assert any("w + g" in one for one in made)
    assert not any(one.removeprefix("rows").count("rows") for one in made)


@pytest.mark.parametrize("name", [name for topic in pages.topics() for name in pages.names(topic)])
def test_whatever_kind_of_outputs_a_known_mistake_gives_the_search_can_look_for_it(name):
    one = exercises.load(name)
    assert search.Search(one, lambda *given: None, [], (), until=0.0).targets <= set(range(len(one.mistakes)))


def test_a_change_that_breaks_the_answer_leaves_no_known_mistake():
    step = cell("def adam_step(w, g, state, learning_rate, beta1, beta2, eps):\n"
                "    t = state['t'] + 1\n"
                "    m = beta1 * state['m'] + (1 - beta1) * g\n"
                "    v = beta2 * state['v'] + (1 - beta2) * g**2\n"
                "    root = np.linalg.norm(v / (1 - beta2**t))\n"
                "    return w - learning_rate * m / (1 - beta1**t) / (root + eps), {'m': m, 'v': v, 't': t}\n")["adam_step"]
    found = verdict("adam_step", run_steps(step, m=0.0, v=0.0, t=0))
    assert not any("counted from 0" in sentence for sentence in found.diagnoses), "t = 0 gives nan, and so does that mistake"
