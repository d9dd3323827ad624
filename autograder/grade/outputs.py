"""What a kernel put out, as it can be stored and shown: whatever a student's code prints, no later step fails at it."""

from typing import Any

from autograder.grade.doctor.pictures import looked_for

OUTPUTS = ("stream", "display_data", "execute_result", "error")
DEEPEST = 20


def storable(kind: str, content: dict[str, Any]) -> dict[str, Any]:
    """The content of an output message, with only what its type asks for. Raises `ValueError` where something else is there."""
    if kind == "stream":
        name = content["name"] if content["name"] in ("stdout", "stderr") else "stdout"
        return {"name": name, "text": _text(content["text"])}
    if kind == "error":
        lines = [_text(line) for line in content["traceback"]]
        return {"ename": _text(content["ename"]), "evalue": _text(content["evalue"]), "traceback": lines}
    data = {_text(mime): _bundle(mime, value) for mime, value in content["data"].items()}
    if looked_for(data.get("text/markdown", "")) != []:
        del data["text/markdown"]  # it has no attachments, and nbconvert would fail where one is named
    kept = {"data": data, "metadata": {}}
    return kept | ({"execution_count": 1} if kind == "execute_result" else {})


def _bundle(mime: str, value: Any) -> Any:
    return _plain(value) if mime.endswith("json") else _text(value)


def _text(value: Any) -> str:
    """A text without halves of characters, which JSON can spell and no file can hold."""
    if isinstance(value, list):
        value = "".join(value)
    if not isinstance(value, str):
        raise ValueError("no text")
    return value.encode("utf-8", "replace").decode("utf-8")


def _plain(value: Any, depth: int = 0) -> Any:
    if depth > DEEPEST:
        raise ValueError("nested too deeply")
    if isinstance(value, dict):
        return {_text(key): _plain(one, depth + 1) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one, depth + 1) for one in value]
    return _text(value) if isinstance(value, str) else value
