"""One command line: `make` alone, the docs and `autograder --help` name the same commands."""

import re

import pytest
from typer.testing import CliRunner

from autograder.cli import app

RUNNER = CliRunner()
COMMANDS = {found.name or found.callback.__name__ for found in app.registered_commands}


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_a_command_says_what_it_does(command):
    done = RUNNER.invoke(app, [command, "--help"], env={"COLUMNS": "120"})
    assert done.exit_code == 0
    assert re.search(r"[A-Z].+\.", done.output), "the help has no sentence"


def test_what_the_makefile_and_the_docs_call_is_there(course):
    texts = [course.root / "Makefile", course.root / "README.md", *(course.root / "docs").glob("*.md")]
    called = {name for path in texts for name in re.findall(r"(?:^|[`/]|\s{4})autograder ([a-z]+)\b", path.read_text("utf-8"))}
    assert {"build", "demo", "site", "proof", "bench", "grade"} <= called <= COMMANDS


@pytest.mark.parametrize("call", ["build nowhere", "proof nothing", "report nowhere", "doctor nowhere"])
def test_a_name_that_is_not_known_ends_with_a_sentence_and_a_status(call):
    done = RUNNER.invoke(app, call.split())
    assert done.exit_code == 1
    assert done.stderr.startswith("There is no ")
    assert len(done.stderr.splitlines()) == 1
