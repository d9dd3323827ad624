"""`hint`: the next hint of an exercise, from a nudge to nearly there."""

import html

from handgrad.kit import exercise as exercises
from handgrad.kit import show
from handgrad.kit.progress import last_verdict, points_of
from handgrad.text import say, translate

# How many hints of each exercise have been asked for in this session.
_given: dict[str, int] = {}


def hint(name: str) -> None:
    """Show the next hint of an exercise: each call gives one more, and the earlier ones again.

    Raises `LookupError`, naming the nearest exercise, where there is none of this name.
    """
    if name in _written_questions():
        show.tell(say("{name} is answered in words: it has no hints.", name=name), "handgrad-hint")
        return
    exercise = exercises.load(name)
    hints = exercise.hints
    given = min(_given.get(name, 0) + 1, len(hints))
    _given[name] = given
    lines = [say("Hint {number} of {count}: {hint}", number=number, count=len(hints), hint=translate(sentence))
             for number, sentence in enumerate(hints[:given], start=1)]
    verdict, points = last_verdict(exercise.topic, name), points_of(exercise.topic, name)
    how = show.sign(verdict.kind if verdict else None)
    rich = [show.rich_title(name, verdict, points), *map(html.escape, lines)]
    show.display(show.plain(how, [show.title(name, verdict, points), *lines]), show.card(how, rich, "handgrad-hint"))


def _written_questions() -> set[str]:
    return {item["name"] for topic in exercises.topics() for item in exercises.facts(topic)["written"]}
