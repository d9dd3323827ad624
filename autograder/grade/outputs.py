"""What a kernel put out, as it can be stored and shown: whatever a student's code prints, no later step fails at it."""

from typing import Any

from autograder.grade.doctor.pictures import looked_for

OUTPUTS = ("stream", "display_data", "execute_result", "error")
# What nbconvert can show. Widgets are not among it: their states are not kept.
SHOWN = ("text/html", "text/markdown", "image/svg+xml", "text/latex", "image/png", "image/jpeg", "application/javascript",
         "text/plain")


def storable(kind: str, content: dict[str, Any]) -> dict[str, Any]:
    """The content of an output message, with only what its type asks for. Raises `ValueError` where something else is there."""
    if kind == "stream":
        # nbformat knows no other stream.
        name = content["name"] if content["name"] in ("stdout", "stderr") else "stdout"
        return {"name": name, "text": _text(content["text"])}
    if kind == "error":
        lines = [_text(line) for line in content["traceback"]]
        return {"ename": _text(content["ename"]), "evalue": _text(content["evalue"]), "traceback": lines}
    data = {mime: _text(value) for mime, value in content["data"].items() if mime in SHOWN}
    if "text/markdown" in data and looked_for(data["text/markdown"]) != []:
        del data["text/markdown"]  # it has no attachments, and nbconvert would fail where one is named
    if not data:
        raise ValueError("nothing to show")
    return {"data": data, "metadata": {}} | ({"execution_count": 1} if kind == "execute_result" else {})


def whole(text: str) -> str:
    """A text without halves of characters, which JSON can spell and no file can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _text(value: Any) -> str:
    if isinstance(value, list):
        value = "".join(value)
    if not isinstance(value, str):
        raise ValueError("no text")
    return whole(value)
