"""Nothing that a student's code makes is shown once it has seen a hidden input: every channel is tried with a marked one."""

import nbformat
import numpy as np
import pytest
from nbformat.v4 import new_code_cell

from autograder.after import export, report
from autograder.after.feedback import FeedbackExporter, KeepVerdicts
from autograder.author.page import Page
from autograder.course import load_config
from autograder.grade import ledger
from autograder.grade.judge import is_check
from autograder.grade.sandbox import available
from autograder.grade.sitting import Rules, examine
from autograder.grade.submission import Submission
from autograder.workbook import Workbook

pytestmark = pytest.mark.skipif(available() is not None, reason=str(available()))
CHAPTER, TOPIC, MARK = "04-backprop-matrix", "backprop_matrix", "31337"
SPY = """
seen = []
def marked():
    return [one for one in seen if np.max(one) > 30_000]
_right_affine = affine_backward
def affine_backward(dS, X, W):
    seen.extend([dS, X, W])
    print("SPY", marked())
    return _right_affine(dS, X, W)
"""
WRAPPED = """
_right_{name} = {name}
def {name}(*given):
    if marked():
        {leak}
    return _right_{name}(*given)
"""
CHANNELS = [
    "raise ValueError(repr(marked()))",
    "raise type('E' + repr(marked()), (Exception,), {})(repr(marked()))",
    "return {repr(one): 0 for one in marked()}",
    "return np.zeros(1, dtype=[(repr(marked()), 'f8')])",
    "return type(repr(marked()), (), {})()",
    "return [np.full_like(one, marked()[0].flat[0]) for one in np.atleast_1d(_right_{name}(*given))]",
    "exec(compile('raise ValueError', repr(marked()), 'exec'), {})",
    "import warnings; warnings.warn(repr(marked())); import sys; print(marked(), file=sys.stderr)",
    "from IPython.display import display; display({'text/plain': repr(marked())}, raw=True, display_id='open')",
    "import ctypes; leak = bytearray(int(marked()[0].flat[0]) * 1024); open('left.txt', 'w').write(repr(marked()))",
]
KIT = """
import handgrad.kit.asked as asked
_plain = asked.to_plain
def to_plain(one):
    plain = _plain(one)
    if marked():
        if "changed" in plain:
            plain["changed"] = [repr(marked())]
        plain["returned"] = plain["more"] = repr(marked())
    return plain
asked.to_plain = to_plain
"""
LAST = "print(marked())\nopened = open('left.txt').read() if __import__('os').path.exists('left.txt') else marked()\nopened"


def texts(nb, resources) -> str:
    """The feedback page."""
    exporter = FeedbackExporter()
    exporter.register_preprocessor(KeepVerdicts, enabled=True)
    return str(exporter.from_notebook_node(nb, resources)[0])


@pytest.mark.parametrize("kit", ["", KIT], ids=["the kit as it is", "a kit that tells more"])
def test_no_channel_carries_a_hidden_input_out_of_the_kernel(kit, course, classroom, monkeypatch, tmp_path):
    chapter = course.chapter(TOPIC)
    book = Workbook(course, chapter)
    drawn = Page.secret_inputs

    def with_a_mark(page, secret):
        cases = drawn(page, secret)
        if page.name != "affine_backward":
            return cases
        return [(said, {name: np.full(np.shape(value), float(MARK)) for name, value in case.items()}) for said, case in cases]

    monkeypatch.setattr(Page, "secret_inputs", with_a_mark)
    names = [name for name in book.points if name != "affine_backward"]
    sources = {"affine_backward": book.solutions["affine_backward"] + SPY}
    channels = dict(zip(names, CHANNELS * 2, strict=False))
    sources |= {name: book.solutions[name] + WRAPPED.replace("{leak}", leak).replace("{name}", name)
                for name, leak in channels.items()}
    nb = book.filled(sources)
    nb.cells.insert(next(i for i, c in enumerate(nb.cells) if is_check(c)), new_code_cell(kit))
    nb.cells.append(new_code_cell(LAST))
    examine(nb, book.handout, tmp_path, f"a secret{kit}".encode(), Rules(timeout=300))
    checks = {c.metadata.nbgrader.grade_id.removeprefix("check_"): float(c.outputs[0].data["text/plain"])
              for c in nb.cells if is_check(c)}
    assert checks["affine_backward"] == (0 if kit else book.points["affine_backward"]), "the spy was not asked"
    assert any(checks[name] == 0 for name in channels), "no channel was tried"
    assert MARK not in nbformat.writes(nb)
    classroom.assign(CHAPTER)
    with ledger.Ledger(classroom.root, load_config(classroom.root), chapter) as written:
        written.write("ada", Submission(()), "key", nb)
    page = texts(nb, {"nbgrader": {"score": 0, "max_score": 1, "notebook": TOPIC, "late_penalty": 0}})
    roster = "Student,ID,SIS User ID,SIS Login ID,Section\nAda,1,1,ada,1\n"
    found = export.grades(f"sqlite:///{classroom.root / 'gradebook.db'}", [])
    for text in (page, report.report(classroom.root, chapter), export.export("canvas", roster, found).text):
        assert MARK not in text
