"""`hint`: the next hint of an exercise, from a nudge to nearly there."""

import html

from handgrad.kit import exercise as exercises
from handgrad.kit import show
from handgrad.text import say, translate

# How many hints of each exercise have been asked for in this session.
_given: dict[str, int] = {}


def hint(name: str) -> None:
    """Show the next hint of an exercise: each call gives one more, and the earlier ones again.

    Raises `LookupError`, naming the nearest exercise, where there is none of this name.
    """
    if name in _written_questions():
        text = say("{name} is answered in words: it has no hints.", name=name)
        show.display(text, f"<div>{html.escape(text)}</div>")
        return
    hints = exercises.load(name).hints
    given = min(_given.get(name, 0) + 1, len(hints))
    _given[name] = given
    for number, sentence in enumerate(hints[:given], start=1):
        text = say("Hint {number} of {count}: {hint}", number=number, count=len(hints), hint=translate(sentence))
        show.display(text, f"<div>{html.escape(text)}</div>")


def _written_questions() -> set[str]:
    return {item["name"] for topic in exercises.topics() for item in exercises.facts(topic)["written"]}
