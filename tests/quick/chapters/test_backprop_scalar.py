"""Chapter 03: what its prose and its figures claim and no cell asserts."""

import itertools
import json

import numpy as np
import pytest
import torch

from autograder import exercises
from autograder.publish.source import read_source
from handgrad.adapters.backprop_scalar import OPERATIONS, TWO_NODES, evaluate, run_programs
from handgrad.explore import backprop_scalar as explore
from handgrad.kit.rules.rule import distance

TOPIC = "backprop_scalar"


@pytest.fixture
def solved(course):
    """The names that the solved notebook's exercise cells define, and the classes and tables that they stand on."""
    names: dict = {"np": np}
    for cell in read_source(course, course.chapter(TOPIC)).cells:
        wanted = ("class Value", "class Node", "def sigmoid", "ELEMENTARY = ", "def chain_backward", "def central_difference")
        if cell.cell_type == "code" and any(word in cell.source for word in wanted):
            exec(cell.source, names)
    return names


# --- the explorers' numbers -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("inputs", [(0.5, -1.0, 1.5), (-1.75, -2.0, 2.0), (0.0, 1.0, -0.5)])
def test_the_graph_of_the_exponential_shows_torchs_gradients(inputs):
    x, w1, w0 = (torch.tensor(v, dtype=torch.float64, requires_grad=True) for v in inputs)
    a = w1 * x
    b = a + w0
    c = b.exp()
    f = c + 1
    nodes = {"a": a, "b": b, "c": c, "f": f, "x": x, "w1": w1, "w0": w0}
    for node in (a, b, c, f):
        node.retain_grad()
    f.backward()
    shown = explore.exponential_numbers(*inputs)
    assert set(shown) == {*nodes, *("d" + name for name in nodes)}
    for name, node in nodes.items():
        assert shown[name] == pytest.approx(node.item())
        assert shown["d" + name] == pytest.approx(node.grad.item())


def test_the_graph_of_the_square_shows_torchs_gradients():
    u, v, t = (torch.tensor(n, dtype=torch.float64, requires_grad=True) for n in (2.0, -1.0, 5.0))
    ((u * v + t) ** 2).backward()
    shown = explore.square_numbers(2.0, -1.0, 5.0)
    assert (shown["du"], shown["dv"], shown["dt"]) == (u.grad.item(), v.grad.item(), t.grad.item())


@pytest.mark.parametrize("explorer", [explore.exponential_graph, explore.square_graph])
def test_every_step_shows_one_thing_more(explorer):
    figure = explorer.figure()
    last = int(explorer.controls["step"].high)
    pictures = [explorer.picture(figure, step=step) for step in range(last + 1)]
    assert len(set(pictures)) == last + 1
    shown = [text.get_text() for text in figure.handgrad_artists.values()]
    assert not any("{" in text for text in shown), "a field was not filled in"


@pytest.mark.parametrize("x", [-2.0, 2.0])
def test_the_longest_numbers_stay_inside_the_picture(x):
    figure = explore.exponential_graph.figure()
    explore.exponential_graph.picture(figure, step=9, x=x, w1=x, w0=2.0)
    for text in figure.handgrad_artists.values():
        box = text.get_window_extent()
        assert box.x0 >= 0, text.get_text()
        assert box.x1 <= figure.bbox.width, text.get_text()


def test_truncation_falls_with_the_square_of_the_step_and_with_the_step():
    for place, precision in itertools.product(explore.PLACES, ["float64 (16 digits)"]):
        wide, narrow = (explore.step_errors(place, precision, h) for h in (0.01, 0.005))
        assert wide[0] / narrow[0] == pytest.approx(4, rel=0.05)
        assert wide[1] / narrow[1] == pytest.approx(2, rel=0.05)


def test_the_best_steps_are_where_the_text_says():
    central, forward = explore.step_curves("sin x at x = 1", "float64 (16 digits)")
    assert 1e-7 < explore.STEPS[np.argmin(central)] < 1e-4
    assert 1e-10 < explore.STEPS[np.argmin(forward)] < 1e-6
    assert 0.001 < explore.step_errors("sin x at x = 1", "float64 (16 digits)", 1e-15)[0] < 0.2
    single = explore.step_curves("sin x at x = 1", "float32 (7 digits)")
    assert np.median(single[0][(explore.STEPS > 1e-4) & (explore.STEPS < 1e-1)]) > 1e-6


# --- pages whose reference is a formula of its own -------------------------------------------------------------------


def test_the_closed_forms_of_central_differences_are_central_differences(solved):
    one = exercises.load(TOPIC, "central_difference")
    for _, inputs in (*one.public_inputs(), *one.secret_inputs(b"tests")):
        assert distance(solved["central_difference"](**inputs), one.answer(**inputs)) < 1e-8


def test_a_matrix_product_takes_as_many_multiplications_as_the_text_says():
    class Counting(float):
        count = 0

        def __mul__(self, other):
            Counting.count += 1
            return Counting(float(self) * float(other))

    def jacobian(rows, columns):
        return [[Counting(1.0)] * columns for _ in range(rows)]

    def times(A, B):
        columns = list(zip(*B, strict=True))
        return [[Counting(sum(a * b for a, b in zip(row, column, strict=True))) for column in columns] for row in A]

    sizes = [5, 2, 7, 3, 4]
    J = [jacobian(after, before) for before, after in itertools.pairwise(sizes)]
    for expected, begin, step in zip(
        exercises.load(TOPIC, "chain_cost").answer(sizes),
        (J, J[::-1]),
        (lambda product, one: times(one, product), lambda product, one: times(product, one)),
        strict=True,
    ):
        Counting.count = 0
        product = begin[0]
        for one in begin[1:]:
            product = step(product, one)
        assert Counting.count == expected


# --- the engine ------------------------------------------------------------------------------------------------------


def test_the_engine_agrees_with_torch_on_every_secret_program(solved):
    one = exercises.load(TOPIC, "value")
    for _, inputs in one.secret_inputs(b"tests"):
        got = run_programs(solved["Value"])(**inputs)
        leaves = torch.tensor(inputs["leaves"], requires_grad=True)
        want = evaluate(list(leaves), inputs["program"])
        want.backward()
        assert got["value"] == pytest.approx(want.item())
        assert distance(got["grads"], leaves.grad.numpy()) < 1e-12


def test_the_engine_walks_through_four_hundred_nodes(solved):
    # "Python lets functions call themselves about 1000 levels deep. The checks stay below 400."
    program = [["c * a", i, 1.01] for i in range(400)]
    found = run_programs(solved["Value"])(np.array([1.0]), program)
    assert found["grads"][0] == pytest.approx(1.01**400)
    one = exercises.load(TOPIC, "value")
    programs = [inputs["program"] for _, inputs in (*one.public_inputs(), *one.secret_inputs(b"tests"))]
    assert max(len(steps) for steps in programs) < 400


def test_every_operation_is_used_in_the_public_or_secret_programs():
    one = exercises.load(TOPIC, "value")
    used = {step[0] for _, i in (*one.public_inputs(), *one.secret_inputs(b"tests")) for step in i["program"]}
    assert used == set(OPERATIONS)


def test_an_operation_has_at_most_two_inputs():
    # The five of the text: one operation forwards, and for each input one multiplication and one addition backwards.
    assert all(OPERATIONS[name].__code__.co_argcount <= 2 for name in OPERATIONS)
    assert all(OPERATIONS[name].__code__.co_argcount == 2 for name in TWO_NODES)


def test_an_operation_that_gives_a_plain_number_is_an_error():
    class Value:
        def __init__(self, data):
            self.data = data

        def __mul__(self, other):
            return self.data * other.data

    with pytest.raises(TypeError, match=r"a \* b gave a float; it should give a Value"):
        run_programs(Value)(np.array([1.0, 2.0]), [["a * b", 0, 1]])


# --- what must not be given away --------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", ["20.09", "20.08", "40.17", "21.09"])
def test_the_numbers_of_exercise_1_stand_in_no_file_of_the_students(course, number):
    chapter = course.chapter(TOPIC)
    notebook = json.loads((course.notebooks / chapter.assignment / f"{TOPIC}.ipynb").read_text("utf-8"))
    assert not any(number in "".join(cell["source"]) for cell in notebook["cells"])
    for name in ("graph_by_hand", "chapter"):
        assert number not in (course.cases / TOPIC / f"{name}.json").read_text("utf-8")
