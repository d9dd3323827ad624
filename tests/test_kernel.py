"""In a running notebook, one sentence below a traceback says what to do."""

import nbformat
import pytest
from nbclient import NotebookClient

CELLS = ["from handgrad import check", "sigmoid(0)", "1 + 1", "print('a'", "check('affine_backward', lambda dS, X, W: nothing)"]


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> list[list[str]]:
    """What each cell displays below its output, as plain text."""
    nb = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(one) for one in CELLS])
    folder = {"metadata": {"path": str(tmp_path_factory.mktemp("kernel"))}}
    NotebookClient(nb, timeout=600, allow_errors=True, resources=folder).execute()
    return [[o["data"]["text/plain"] for o in one.outputs if o.output_type == "display_data"] for one in nb.cells]


def test_in_a_notebook_the_sentence_follows_the_traceback_and_a_right_cell_says_nothing(shown):
    said = ["".join(texts) for texts in shown]
    assert said[0] == said[2] == ""
    assert said[1].startswith("A name is not known: run the cell that defines it.")
    assert "a bracket" in said[3]


def test_a_missing_check_is_not_told_twice(shown):
    (card,) = shown[4]
    assert card.count("A name is not known") == 1
