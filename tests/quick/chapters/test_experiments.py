"""Every experiment says its optimizer, batch, epochs, seeds and images, in its own cell or right above it."""

import ast
import re
from typing import NamedTuple

from autograder import anatomy
from autograder.publish.source import read_source

TRAININGS = {"train_net", "train", "overfit", "run_epoch", "train_epoch"}
COUNT = r"(?:\d[\d,]*|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|sixty)"
SAID = {
    "optimizer": r"gradient descent|plain descent|momentum|SGD|Adam",
    "batch": rf"batch(_size)?=\d|batch(es)? of {COUNT}|all (its |the )?[\w,]+ (images )?(at once|in (each|every|one))",
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
    """Whether code trains a net: by a function known to do so (`net.train()`, without more, does not), or in a loop of its own."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    if any(named(call) in trainings and (call.args or call.keywords) for call in calls):
        return True
    loops = [node for node in ast.walk(tree) if isinstance(node, ast.For | ast.While)]
    looped = {named(node) for loop in loops for node in ast.walk(loop) if isinstance(node, ast.Call)}
    return {"backward", "step"} <= looped or any(name.endswith("_gradients") or name == "backward_net" for name in looped)


def experiments(cells):
    """Each cell that trains a net, by itself or through a function of the notebook; exercises, checks and the set-up do not count."""
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
