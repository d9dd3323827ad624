"""Every experiment says its optimizer, batch, epochs, seeds and images, in its own cell or right above it."""

import ast
import re
from typing import NamedTuple

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from autograder import anatomy
from autograder.publish.source import read_source

TRAININGS = {"train_net", "train", "overfit", "run_epoch", "train_epoch"}
COUNT = r"(?:\d[\d,]*|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|sixty)"
SAID = {
    "optimizer": r"gradient descent|plain descent|momentum|SGD|Adam",
    "batch": rf"batch(_size)?=\d|batch(es)? of {COUNT}|all (its |the )?[\w,]+ (\w+ )?(at once|in (each|every|one))",
    "epochs": rf"epochs=\d|{COUNT} (epochs?|steps)",
    "seeds": r"seed|default_rng\(\d",
    "images": r"digits|images|points|MNIST|CIFAR",
}


class Experiment(NamedTuple):
    """A cell that trains a net, and what a reader sees of it there: the text right above it, and the code from there on."""

    cell: str
    text: str

    @property
    def unsaid(self):
        plain = re.sub(r"[\s*]+", " ", self.text)
        return [what for what, pattern in SAID.items() if not re.search(pattern, plain, re.IGNORECASE)]


def named(call):
    """The name of the function or method that is called, and "" where it has none."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def trains(tree, trainings):
    """Whether code trains a net: by a function known to do so (`net.train()` alone does not), or in a loop of its own."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    if any(named(call) in trainings and (call.args or call.keywords) for call in calls):
        return True
    loops = [node for node in ast.walk(tree) if isinstance(node, ast.For | ast.While)]
    looped = {named(node) for loop in loops for node in ast.walk(loop) if isinstance(node, ast.Call)}
    return {"backward", "step"} <= looped or any(name.endswith("_gradients") or name == "backward_net" for name in looped)


def experiments(cells):
    """Each cell that trains a net, by itself or through a function of the notebook, and is no exercise, check or set-up."""
    text, trainings, found = "", set(TRAININGS), []
    after_code = False
    for cell in cells:
        if cell.cell_type == "markdown":
            text, after_code = ("" if after_code else text) + cell.source + "\n", False
            continue
        text, after_code = text + cell.source + "\n", True
        if anatomy.kind(cell) != "plain" or "setup" in cell.metadata.get("tags", []):
            continue
        body = ast.parse(re.sub(r"^\s*%.*", "", cell.source, flags=re.MULTILINE)).body
        defined = [node for node in body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
        trainings |= {node.name for node in defined if trains(node, trainings)}
        if any(trains(node, trainings) for node in body if node not in defined):
            found.append(Experiment(cell.source, text))
    return found


def test_each_experiment_says_its_settings(course, chapter):
    silent = {one.cell[:200]: one.unsaid for one in experiments(read_source(course, chapter).cells) if one.unsaid}
    assert not silent, "say it in the cell or right above it"


SENTENCES = {
    "optimizer": "Plain gradient descent.",
    "batch": "In batches of\n50.",
    "epochs": "Ten epochs.",
    "seeds": "One seed.",
    "images": "The digits of chapter 05.",
}


def notebook(*left_out, trained="net = train_net(start)"):
    told = new_markdown_cell(" ".join(sentence for what, sentence in SENTENCES.items() if what not in left_out))
    return [told, new_code_cell(trained)]


@pytest.mark.parametrize("what", SAID)
def test_what_an_experiment_leaves_out_is_noticed(what):
    (told,) = experiments(notebook())
    (silent,) = experiments(notebook(what))
    assert told.unsaid == []
    assert silent.unsaid == [what]


@pytest.mark.parametrize(
    "trained",
    [
        "def run(rate):\n    return train_net(rate)\n\n\nruns = [run(rate) for rate in rates]",
        "nets.train(X, y, rng)",
        "for rows in pieces:\n    loss.backward()\n    optimizer.step()",
        "for rows in pieces:\n    W -= rate * one_layer_gradients(rows)",
    ],
)
def test_every_way_to_train_is_an_experiment(trained):
    assert len(experiments(notebook(trained=trained))) == 1


def test_what_stands_above_another_cell_is_not_said_here():
    first, second = experiments([*notebook(), new_markdown_cell("And again."), new_code_cell("net = train_net(start)")])
    assert first.unsaid == []
    assert second.unsaid == list(SAID)


@pytest.mark.parametrize(
    "harmless", ["net.train()", "def run(rate):\n    return train_net(rate)", "loss.backward()\noptimizer.step()"]
)
def test_a_switch_a_definition_and_a_single_step_are_no_experiments(harmless):
    assert experiments(notebook(trained=harmless)) == []
