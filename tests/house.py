"""The rooms of the house, and who imports whom: read from the text, imports inside functions included."""

import ast
from collections.abc import Iterator
from pathlib import Path

PACKAGES = ("handgrad", "autograder")


def modules(root: Path) -> dict[str, Path]:
    """Every module of both packages by its dotted name. Attacks are cells for a student's notebook, not modules."""
    found = [path for name in PACKAGES for path in (root / name).rglob("*.py") if "attacks" not in path.parts]
    return {".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__"): path for path in found}


def room(root: Path, path: Path) -> str:
    """A module's room: its folder, sub-folders being rooms of their own; a flat module is a room of its own."""
    place = path.relative_to(root)
    return str(place.parent if len(place.parts) > 2 else place)


def imports(root: Path) -> Iterator[tuple[str, str]]:
    """Each pair of two different rooms, of which the first imports from the second."""
    known = modules(root)
    for path in known.values():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            for name in _named(node):
                while name and name not in known:  # `handgrad.kit.judge.judge` is a function of handgrad.kit.judge
                    name = name.rpartition(".")[0]
                if name and room(root, path) != room(root, known[name]):
                    yield room(root, path), room(root, known[name])


def _named(node: ast.AST) -> list[str]:
    match node:
        case ast.Import(names):
            return [one.name for one in names]
        case ast.ImportFrom(str(module), names, 0):
            return [f"{module}.{one.name}" for one in names]
        case ast.ImportFrom():
            raise AssertionError(f"line {node.lineno}: an import that begins with a dot hides where it leads")
    return []


def climbs(pairs: Iterator[tuple[str, str]]) -> list[str]:
    """Rooms that import one another in a circle; none where every import leads down."""
    from graphlib import CycleError, TopologicalSorter

    graph: dict[str, set[str]] = {}
    for above, below in pairs:
        graph.setdefault(above, set()).add(below)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []
