"""What a cell's text shows, read as IPython reads it: names, trees whose lines hold, and what is left after a failure."""

import ast
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.cells import as_python, names_of, parse
from autograder.deadline import OutOfTime, look_at_the_clock, within
from autograder.grade import newer
from autograder.grade.doctor.read import saved_with
from autograder.grade.listener import Error
from autograder.grade.newer import newer_python, newer_syntax
from autograder.grade.statements import rest

COMMANDS = ["np.dot?", "?np.dot", "files = !ls", "a = %timeit -o 1", "%matplotlib inline", "!ls", "!ls \\\n  -l", "!!ls",
            "/f x", "x = !ls | \\\n grep a", "print??", "%time y = 2", "if 1:\n    !ls\n    %pwd", ">>> w = 1",
            "v = 100 % 7", "u = 1 != 2"]
FUNCTION = "def f{n}(a):\n    b = a  # f{n}\n    return b"


@given(st.lists(st.sampled_from(COMMANDS), max_size=6), st.integers(0, 3), st.sampled_from(["", "%%time\n", "%%capture out\n"]))
def test_lines_keep_their_numbers_whatever_commands_stand_between(commands, blank, top):
    source = top + "\n" * blank
    for n, command in enumerate(commands):
        source += f"{command}\n{FUNCTION.format(n=n)}\n"
    tree = parse(source)
    assert tree is not None
    lines = source.split("\n")
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            assert lines[node.lineno - 1] == f"def {node.name}(a):"
            assert lines[(node.end_lineno or 0) - 1] == "    return b"
    assert {f"f{n}" for n in range(len(commands))} <= names_of(source).bound


def test_a_command_on_top_of_a_cell_hides_its_program_only_if_it_takes_it_elsewhere():
    assert names_of("%%time\nx = 1\ndef f(): return y").bound == {"x", "f"}
    assert "f" not in names_of("%%writefile f.py\ndef f(): pass").bound
    assert names_of("%%bash\nls").is_indirect


@pytest.mark.parametrize("source", ["x = !true\n" * 400, "x = 1\n" * 100_000, "%pwd\n" * 501 + "y = 1 + 1\n" * 2000])
def test_a_cell_that_would_take_seconds_to_read_is_not_read_and_may_then_need_anything(source):
    began = time.process_time()
    assert parse(source) is None
    assert names_of(source).is_indirect
    assert time.process_time() - began < 1


def test_text_with_an_error_in_it_still_shows_its_functions():
    assert names_of("def f(a):\n    return (\nclass C:\n    pass").bound == {"f", "C"}
    assert parse("def f(:") is None


def test_work_on_a_submission_ends_with_its_time():
    with within(60):
        look_at_the_clock()
        with within(-1), pytest.raises(OutOfTime):
            look_at_the_clock()
        look_at_the_clock()


# --------------------------------------------------------------------- a statement that fails for what is not there


def missing(module: str) -> Error:
    return Error("ModuleNotFoundError", f"No module named '{module}'")


@pytest.mark.parametrize(
    ("source", "line", "error", "left"),
    [
        ("import seaborn as sns\nimport numpy as np\nx = 1", 1, missing("seaborn"), ["import numpy as np", "x = 1"]),
        ("import os, seaborn, json\nx = 1", 1, missing("seaborn"), ["import os", "import json", "x = 1"]),
        ("import os; import seaborn; x = 1; y = 2", 1, missing("seaborn"), ["x = 1", "y = 2"]),
        ("x = 1\n\nfrom google.colab import drive\ny = 2", 3, missing("google.colab"), ["y = 2"]),
        ("import helpers\ny = 2", 1, missing("seaborn"), ["y = 2"]),
        ("%load_ext mine\ny = 2", 1, missing("mine"), ["y = 2"]),
        ("%matplotlib ipympl\ny = 2", 1, Error("RuntimeError", "no such backend"), ["y = 2"]),
        ("x = %nothing\ny = 2", 1, Error("UsageError", "Line magic function `%nothing` not found."), ["y = 2"]),
        ("from scipy import nothing\ny = 2", 1, Error("ImportError", "cannot import name 'nothing'"), ["y = 2"]),
        ("if True:\n    import seaborn\n    z = 1\ny = 2", 2, missing("seaborn"), ["y = 2"]),
        ("x = 1 / 0\ny = 2", 1, Error("ZeroDivisionError", "division by zero"), None),
        ("drive.mount('a')\ny = 2", 1, Error("NameError", "name 'drive' is not defined"), None),
        ("x = (", 1, Error("SyntaxError", "never closed"), None),
        ("y = 2", 7, missing("seaborn"), None),
    ],
)
def test_a_cell_goes_on_after_what_the_grader_lacks_and_after_nothing_else(source, line, error, left):
    found = rest(source, line, error, set())
    assert (found and [ast.unparse(node) for node in ast.parse(found).body]) == left
    if found:
        where = {ast.unparse(node): node.lineno for node in ast.parse(as_python(source)).body}
        assert all(where[ast.unparse(n)] == n.lineno for n in ast.parse(found).body if ast.unparse(n) in where)


def test_it_also_goes_on_after_what_needed_the_lost_name():
    gone: set[str] = set()
    source = "from google.colab import drive\ndrive.mount('/content')\nimport numpy as np"
    source = rest(source, 1, missing("google.colab"), gone)
    assert gone == {"drive"}
    left = rest(source, 2, Error("NameError", "name 'drive' is not defined"), gone)
    assert left is not None
    assert left.split() == ["#", "import", "numpy", "as", "np"]


# --------------------------------------------------------------------------------------------- newer Pythons


NEWER = [('def f(info):\n    return f"rows: {info["n"]}"', 2, "3.12"), ("type X = int", 1, "3.12"),
         ("x = 1\ndef f[T](a): return a", 2, "3.12"), ("try:\n    pass\nexcept A, B:\n    pass", 3, "3.14"),
         ("%time\nx = f'{a['b']}'", 2, "3.12")]


@pytest.mark.parametrize(("source", "line", "python"), NEWER)
def test_syntax_that_this_python_does_not_know_is_named_with_its_version(source, line, python, monkeypatch):
    monkeypatch.setattr(newer, "HERE", (3, 11))
    assert newer_syntax(source) == (line, python)


@pytest.mark.parametrize("source", ["def f(:", "x = (", "x = 1", "x = f'{a['b']}'\ny = (", "x = !true\n" * 400, "import s"])
def test_what_is_wrong_in_every_python_or_right_in_this_one_is_not_put_down_to_its_version(source, monkeypatch):
    monkeypatch.setattr(newer, "HERE", (3, 11))
    assert newer_syntax(source) is None


@given(st.recursive(st.none() | st.text(max_size=5) | st.integers(), lambda one: st.lists(one, max_size=2) | st.dictionaries(
    st.sampled_from(["metadata", "language_info", "version", "x"]), one, max_size=2)))
def test_any_json_may_be_asked_for_its_version(anything):
    assert saved_with(anything) is None or "." in str(saved_with(anything))
    assert newer_python(anything) in (None, saved_with(anything))


@pytest.mark.parametrize(("version", "said"), [("3.11.2", None), ("3.12.0", "3.12"), ("3.13.1", "3.13"), ("2.7", None),
                                               ("4.0", "4.0"), ("three", None), (3, None), ("99999999999.1", None)])
def test_a_notebook_from_a_newer_python_is_known(version, said, monkeypatch):
    monkeypatch.setattr(newer, "HERE", (3, 11))
    assert newer_python({"metadata": {"language_info": {"version": version}}}) == said
