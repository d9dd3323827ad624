"""Whatever lies in submitted/, examined/ or autograded/: honest students are graded, and graded again."""

import os
from collections.abc import Iterator

import pytest
import strange
from conftest import COURSE
from faked import BOOK, HANDED_IN, SOLVED, Class
from hypothesis import example, given
from hypothesis import strategies as st
from strange import CHAPTER, HERE, NOTEBOOK, TIME, TOPIC, Content, File, Folder, Link, Node, Pipe

from autograder.after import report
from autograder.grade import fleet

# One before and one after every other name; a name that sorts between the others.
HONEST = ("!first", "honest", "\U0010ffffhonest")
GRADED, BEFORE = ([fleet.Outcome(name, state) for name in HONEST] for state in ("graded", "graded before"))
# What the same submission is called in the next run.
AGAIN = {"graded": "graded before", "repaired": "graded before", "refused": "graded before", "not graded": "not graded"}


@pytest.fixture(scope="module")
def strangers() -> Iterator[Class]:
    """A class of honest students, among whom others come and go."""
    with pytest.MonkeyPatch.context() as patch:
        made = Class(patch)
        for student in HONEST:
            made.put(student)
        yield made
        strange.remove(made.root)


def handed_in(*more: tuple[bytes, Node]) -> Folder:
    """The solved notebook, with something beside it or in its place."""
    return Folder({HERE: Folder({NOTEBOOK: File(SOLVED), **dict(more)})})


ENVIRONMENT = Folder({b"pyvenv.cfg": File(), b"lib": Folder({b"%d.py" % n: File() for n in range(50)})})
# Each has stopped a class, or lost somebody's work.
KNOWN: dict[bytes, Node] = {
    b"a sentence as time": handed_in((TIME, File(b"I handed in on time"))),
    b"a time of bytes": handed_in((TIME, File(b"\xff\xfe2\x000\x00"))),
    b"a folder as time": handed_in((TIME, Folder({b"x": File()}))),
    b"a notebook in a folder of its name": handed_in((NOTEBOOK, Folder({b"mine.ipynb": File(SOLVED)}))),
    b"x[1]": HANDED_IN, b"a\nb": HANDED_IN, b"\xff": HANDED_IN, b".dot": HANDED_IN, b"-dash": HANDED_IN, b"y" * 255: HANDED_IN,
    b"a file": File(SOLVED), b"a link": Link(b"honest"), b"a pipe": Pipe(), b"nowhere": Link(b"nowhere"),
    b"no rights": Folder({HERE: Folder({NOTEBOOK: File(SOLVED)})}, 0o000),
    b"no rights inside": Folder({HERE: Folder({NOTEBOOK: File(SOLVED, 0o000)})}),
    b"another's": Folder({HERE: Folder({NOTEBOOK: File(SOLVED)}, 0o700, others=True)}),
    b"the assignment is a file": Folder({HERE: File(SOLVED)}), b"the assignment is a link": Folder({HERE: Link(b"../honest")}),
    b"the assignment in capitals": Folder({HERE.upper(): Folder({NOTEBOOK: File(SOLVED)})}),
    b"a pipe beside": handed_in((b"core", Pipe())), b"an environment beside": handed_in((b"env", ENVIRONMENT)),
    b"a secret in bytes": handed_in((b"submission_secret.txt", File(b"\xff"))),
    b"half a character": handed_in((NOTEBOOK, File(Content(SOLVED.replace(b"# Backprop", b"\\ud800 # Backprop", 1))))),
}


@example(others=KNOWN)
@given(others=st.dictionaries(strange.names, strange.submissions(SOLVED), min_size=5, max_size=9))
@strange.thorough(20)
def test_any_folder_among_the_submissions_leaves_the_honest_their_marks(strangers, others):
    strangers.forget()
    others = {name: node for name, node in others.items() if os.fsdecode(name) not in HONEST}
    try:
        for name, node in others.items():
            strangers.put(name, node)
        first, second = strangers.grade(), strangers.grade()
        assert [first[name] for name in HONEST] == GRADED
        assert [second[name] for name in HONEST] == BEFORE
        assert {name: strangers.scores().get(name) for name in HONEST} == dict.fromkeys(HONEST, BOOK.total)
        assert {name: (AGAIN[one.state], one.says) for name, one in first.items()} == {
            name: (one.state, one.says) for name, one in second.items()}
        with strange.ordinary_user():
            assert "submissions were graded" in report.report(strangers.root, COURSE.chapter(CHAPTER))
    finally:
        for name in others:
            strange.remove(strangers.root / "submitted" / os.fsdecode(name))


@example(others={name: handed_in((b".git", Folder({b"x": File()}))) for name in (b"ada", b"bob")})
@given(others=st.dictionaries(strange.names, st.just(HANDED_IN), min_size=9, max_size=12))
@strange.thorough(3)
def test_a_right_notebook_counts_under_any_name_that_nbgrader_holds(strangers, others):
    strangers.forget()
    others = {name: node for name, node in others.items() if os.fsdecode(name) not in HONEST}
    try:
        for name, node in others.items():
            strangers.put(name, node)
        outcomes, scores = strangers.grade(), strangers.scores()
        for name in map(os.fsdecode, others):
            held = not name.startswith(".") and "\n" not in name and not any("\ud800" <= c <= "\udfff" for c in name)
            assert scores.get(name) == (BOOK.total if held else None), outcomes[name]
            assert (outcomes[name].state == "not graded") is not held
    finally:
        for name in others:
            strange.remove(strangers.root / "submitted" / os.fsdecode(name))


def stored(strangers: Class) -> dict[str, bytes]:
    """The stored results, by name."""
    return {path.name: path.read_bytes() for path in (strangers.root / "examined" / CHAPTER).iterdir()
            if os.path.isfile(path)}  # Path.is_file raises for a link to a name that is too long


@given(data=st.data())
@strange.thorough(15)
def test_whatever_lies_in_place_of_a_stored_result_is_examined_again(strangers, data):
    strangers.forget()
    strangers.grade()
    before = stored(strangers)
    name = data.draw(st.sampled_from(sorted(before)))
    others = data.draw(st.dictionaries(strange.names, strange.nodes(SOLVED, 1), max_size=2))
    result = before[name]
    cut = st.integers(0, len(result) - 1).map(lambda end: File(Content(result[:end])))
    other = st.sampled_from([b"{}", b"null", b"[]", b"1", result.replace(b'"repaired"', b'"mended"'), b"[" * 10_000,
                             result.replace(b'"cells\\"', b'"cell\\"'), result[:-1] + b', "more": 1}']).map(Content).map(File)
    changed = data.draw(st.one_of(cut, other, strange.nodes(SOLVED, 1)))
    for one, node in [(name.encode(), changed), *others.items()]:
        strange.put(strangers.root / "examined" / CHAPTER, one, node)
    asked = len(strangers.crew.asked)
    outcomes = strangers.grade()
    assert {outcomes[name].state for name in HONEST} <= {"graded", "graded before"}
    assert len(strangers.crew.asked) == asked + 1
    assert [strangers.grade()[name] for name in HONEST] == BEFORE
    assert stored(strangers)[name] == result or name in map(os.fsdecode, others)
    assert strangers.scores() == dict.fromkeys(HONEST, BOOK.total)


@given(place=st.sampled_from([HONEST[1], f"{HONEST[1]}/{CHAPTER}", f"{HONEST[1]}/{CHAPTER}/{TOPIC}.ipynb"]),
       node=strange.nodes(SOLVED, 1))
@strange.thorough(15)
def test_whatever_lies_in_place_of_a_graded_notebook_is_written_anew_or_named(strangers, place, node):
    strangers.forget()
    strangers.grade()
    path = strangers.root / "autograded" / place
    strange.put(path.parent, path.name.encode(), node)
    asked = len(strangers.crew.asked)
    outcomes = strangers.grade()
    assert len(strangers.crew.asked) <= asked + 1
    assert [outcomes[name] for name in HONEST[::2]] == BEFORE[::2]
    if outcomes[HONEST[1]].state == "not graded":
        assert "autograded" in outcomes[HONEST[1]].says[0]
        strange.remove(strangers.root / "autograded" / HONEST[1])
        strangers.grade()
    assert strangers.grade()[HONEST[1]].state == "graded before"
    assert strangers.scores() == dict.fromkeys(HONEST, BOOK.total)
