"""docs/proof.md: what was found, as Markdown."""

import textwrap

from autograder.proof.fresh import BUILT, FRESH, LUCK, TRAINED
from autograder.proof.handwritten import ACCEPTED, LOCATED, OTHER, REFUSED, SILENT, TOLD, Counted, share
from autograder.proof.prove import Proof

WIDTH = 100  # of all docs
HEADINGS = ("exercise", "mutants", "equivalent", "rejected", "survivors", "diagnosed", "generic wrong answers rejected",
            "right answers and disguises accepted", "worst right", "nearest wrong")

INTRODUCTION = """
Made by `make proof`; not edited by hand. Every solution and every right answer is mutated (one
change each: a sign, an operator, a transpose, an axis, a constant, an index, a statement left out,
…), and each mutant is graded by the real checks, public and secret. Generic wrong answers are None,
zeros, an input, another shape, dtype or kind, an error of a thousandth, one nan, the public cases
learnt by heart, an answer that is right once and then stale, and the like. Disguises are the right
answer with inputs and outputs in another order in memory, read-only, with gaps, as a tuple, a list
or a dict.
"""


def table(proofs: list[Proof]) -> str:
    """What was found, as Markdown."""
    rows = ["| " + " | ".join(HEADINGS) + " |", "|---" * len(HEADINGS) + "|"]
    for one in proofs:
        share = f"{100 * one.diagnosed / one.rejected:.0f} %" if one.rejected else "–"
        rejected, accepted = one.generic - len(one.generic_passed), one.disguises - len(one.disguises_refused)
        cells = (
            f"{one.topic}/{one.exercise}", one.made, len(one.equivalent), one.rejected, len(one.survivors), share,
            f"{rejected} of {one.generic}",
            f"{one.rights - len(one.rights_refused) + accepted} of {one.rights + one.disguises}",
            f"{one.nearest_right:.1g}", f"{one.nearest_wrong:.2g}" if one.nearest_wrong < float("inf") else "–",
        )  # fmt: skip
        rows.append("| " + " | ".join(str(cell) for cell in cells) + " |")
    return "\n".join(rows)


def report(proofs: list[Proof], counts: list[Counted]) -> str:
    """docs/proof.md."""
    made, rejected = sum(p.made for p in proofs), sum(p.rejected for p in proofs)
    equivalent, survivors = sum(len(p.equivalent) for p in proofs), sum(len(p.survivors) for p in proofs)
    false = sum(len(p.falsely_told) for p in proofs)
    share = 100 * sum(p.diagnosed for p in proofs) / max(rejected, 1)
    worst_right, nearest_wrong = max(p.nearest_right for p in proofs), min(p.nearest_wrong for p in proofs)
    refused = [f"- {p.topic}/{p.exercise}, {what}" for p in proofs for what in p.rights_refused + p.disguises_refused]

    def listed(name: str) -> list[str]:
        return [_item(f"- {p.topic}/{p.exercise}, {what}") for p in proofs for what in getattr(p, name)] or ["None."]

    return "\n".join([
        "# Proof",
        "",
        _paragraph(INTRODUCTION),
        "",
        _paragraph(f"{made} mutants of {len(proofs)} exercises: {rejected} rejected, {equivalent} equivalent, "
                   f"{survivors} survivors. {share:.0f} % of the rejected are told something specific: a known mistake, a "
                   "sign, a factor, a shape, which of several outputs is wrong. "
                   f"{false} are told something that does not hold on fresh inputs."),
        "",
        _paragraph(f"Errors are in tolerances: below 1 passes. The worst right answer is at {worst_right:.1g}, "
                   f"the nearest wrong one at {nearest_wrong:.2g}."),
        "",
        table(proofs),
        "",
        of_answers(counts),
        of_places(proofs),
        of_rivals(proofs),
        "## Survivors",
        "",
        *listed("survivors"),
        "",
        "## Generic wrong answers that pass",
        "",
        *listed("generic_passed"),
        "",
        "## Right answers that are refused",
        "",
        *(refused or ["None."]),
        "",
        "## Told something that does not hold",
        "",
        *listed("falsely_told"),
        "",
        "## Equivalent",
        "",
        _paragraph(f"As good as the right answer on {FRESH} fresh inputs ({BUILT} where a network is built to an accuracy, "
                   f"{TRAINED} where one is trained). Every right answer is held to as many, and to {LUCK} where a net is "
                   "trained."),
        "",
        *listed("equivalent"),
        "",
    ])


ANSWERS = ("chapter", "wrong", TOLD, LOCATED, SILENT, ACCEPTED, OTHER, "told or located", "of two mistakes", "right", REFUSED)


def of_answers(counts: list[Counted]) -> str:
    """What becomes of answers written by hand, a row a chapter, as a section."""
    text = "Answers written by hand, as students would write them (`tests/answers/`). Told: a known mistake or a pattern."
    text += " Located: the line alone. Of another kind: it raises, changes its inputs, or is no answer of the right kind,"
    text += " and the verdict says so. The tests hold these counts: no wrong answer accepted, no right one refused, no"
    text += " fewer told."
    return "\n".join(["## Answers written by hand", "", _paragraph(text), "", rows_of_answers(counts), ""])


def of_places(proofs: list[Proof]) -> str:
    """How often the line that a verdict names is the one that was changed, as a section."""
    every = [p.places for p in proofs]
    tried, located, alone = (sum(getattr(one, name) for one in every) for name in ("tried", "located", "alone"))
    elsewhere = [f"- {p.topic}/{p.exercise}, {what}" for p in proofs for what in p.places.elsewhere]
    share = _percent(1 - len(elsewhere) / max(located, 1))
    of = sum(one.tried > 0 for one in every)
    text = (f"Of {tried} mutants of {of} exercises that fail, {located} have a line named, {alone} of them one line alone. "
            f"The lines named include the one that was changed in {share} of these. In the others, another change does as "
            "well:")
    return "\n".join(["## The place", "", _paragraph(text), "", *(elsewhere or ["None."]), ""])


def of_rivals(proofs: list[Proof]) -> str:
    """The rivals that are left, each with the sentence that it is told, as a section."""
    text = ("Other known mistakes, and all of them with one change more, that give on the public cases what a known mistake "
            "gives, and on others something else. They are told its sentence, which must be true of both: read each.")
    rows = ["| rival | told |", "|---|---|"]
    rows += [f"| {p.topic}/{p.exercise}, {what} | {says} |" for p in proofs for what, says in p.rivals]
    return "\n".join(["## Rivals", "", _paragraph(text), "", *rows, ""])


def rows_of_answers(counts: list[Counted]) -> str:
    """The table of the answers written by hand."""
    rows: list[tuple[object, ...]] = [ANSWERS, ("---",) * len(ANSWERS)]
    for one in counts:
        wrong = one.wrong + one.twice
        rows.append((one.topic, wrong.total(), *(wrong[word] for word in (TOLD, LOCATED, SILENT, ACCEPTED, OTHER)),
                     _percent(share(wrong)), _percent(share(one.twice)), one.right.total(), one.right[REFUSED]))
    return "\n".join("| " + " | ".join(str(cell) for cell in row) + " |" for row in rows)


def _percent(part: float) -> str:
    return f"{100 * part:.0f} %"


def _paragraph(text: str) -> str:
    return textwrap.fill(" ".join(text.split()), WIDTH, break_long_words=False, break_on_hyphens=False)


def _item(text: str) -> str:
    return textwrap.fill(text, WIDTH, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)
