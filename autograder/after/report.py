"""How a class did, on one page: scores, exercises, the mistakes that it made, and what was repaired or refused."""

import statistics
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import nbformat
from jinja2 import Environment, PackageLoader
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory

from autograder.course import Chapter, NotReady, load_config
from autograder.grade.judge import is_check
from autograder.grade.stored import Store
from handgrad.kit import exercise
from handgrad.kit.verdict import Kind
from handgrad.text import translate

BINS = 10  # of a histogram: a tenth of the points each


@dataclass(frozen=True)
class Row:
    """One exercise. `tried` counts the submissions in which it was attempted; `otherwise` is the most frequent verdict of those
    of them that were not right, empty where there are none.
    """

    name: str
    points: float
    tried: int
    right: int
    otherwise: str

    @property
    def percent(self) -> int:
        """The share of those who tried that got it right."""
        return round(100 * self.right / self.tried) if self.tried else 0


@dataclass(frozen=True)
class Made:
    """A known mistake, and how many students were told so."""

    exercise: str
    says: str
    count: int


@dataclass(frozen=True)
class Bin:
    """How many submissions have from `low` to `high` points; `share` is relative to the fullest bin."""

    low: float
    high: float
    count: int
    share: float


@dataclass(frozen=True)
class Remark:
    """What is to be said of a submission that was repaired or refused."""

    student: str
    state: str
    says: tuple[str, ...]


def report(root: Path, chapter: Chapter) -> str:
    """The page, as HTML without external files. Raises `NotReady` where nothing has been graded."""
    course = CourseDirectory(config=load_config(root))
    with Gradebook(course.db_url, course.course_id) as gradebook:
        submissions = gradebook.assignment_submissions(chapter.assignment) if _known(gradebook, chapter) else []
        scores = {one.student.id: one.score for one in submissions}
        waiting = sum(bool(one.needs_manual_grade) for one in submissions)
        most = submissions[0].max_score if submissions else 0.0
    if not scores:
        raise NotReady(f"Nothing of {chapter.assignment} has been graded. Run: autograder grade {chapter.assignment}")
    found = {student: told(_graded(course, student, chapter)) for student in scores}
    read = {student: one for student, one in found.items() if one is not None}
    return rendered(chapter, scores, most, waiting, read, _remarks(Store(root / "examined" / chapter.assignment), found))


def rendered(chapter: Chapter, scores: dict[str, float], most: float, waiting: int,
             read: dict[str, dict[str, tuple[str, list[str]]]], remarks: list[Remark]) -> str:
    """The page, from each student's score and from what each notebook that can be `read` says; `waiting` is how many wait."""
    exercises = rows(read, chapter)
    environment = Environment(loader=PackageLoader("autograder.after", "."), autoescape=True, trim_blocks=True)
    return environment.get_template("report.html").render(
        assignment=chapter.assignment,
        students=len(scores),
        most=most,
        median=statistics.median(scores.values()),
        waiting=waiting,
        bins=_bins(list(scores.values()), most),
        exercises=exercises,
        # Fewer than half of those who tried: worth a word in class.
        hard=[row for row in exercises if row.tried and 2 * row.right < row.tried],
        mistakes=mistakes(read),
        remarks=remarks,
    )


def told(path: Path) -> dict[str, tuple[str, list[str]]] | None:
    """What a graded notebook says of each exercise: the verdict's kind, and its sentences; None where it cannot be read."""
    try:
        checks = filter(is_check, nbformat.read(path, as_version=4).cells)
        marks = {cell.metadata.nbgrader.grade_id.removeprefix("check_"): cell.metadata.get("handgrad") for cell in checks}
        return {name: (str(mark["kind"]), list(mark["says"])) for name, mark in marks.items() if mark}
    except Exception:  # noqa: BLE001 - whatever somebody has done to the file, the others are reported
        return None


def mistakes(found: dict[str, dict[str, tuple[str, list[str]]]]) -> list[Made]:
    """The known mistakes that students were told they made, the most frequent first."""
    counts: Counter[tuple[str, str]] = Counter()
    for one in found.values():
        for name, (_, says) in one.items():
            # Verdicts hold other sentences too (shapes, patterns): only those of the exercise's page are mistakes with a name.
            known = {translate(mistake.says) for mistake in exercise.load(name).mistakes}
            counts.update((name, sentence) for sentence in set(says) & known)
    return [Made(name, says, count) for (name, says), count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]


def rows(found: dict[str, dict[str, tuple[str, list[str]]]], chapter: Chapter) -> list[Row]:
    """A row for each exercise of the chapter, in its order."""
    table = []
    for item in exercise.facts(chapter.topic)["exercises"]:
        kinds = Counter(one[item["name"]][0] for one in found.values() if item["name"] in one)
        tried = kinds.total() - kinds[str(Kind.NOT_ATTEMPTED)]
        failed = Counter({kind: count for kind, count in kinds.items() if kind not in (Kind.RIGHT, Kind.NOT_ATTEMPTED)})
        otherwise = translate(failed.most_common(1)[0][0]) if failed else ""
        table.append(Row(item["name"], item["points"], tried, kinds[str(Kind.RIGHT)], otherwise))
    return table


def _bins(scores: list[float], most: float) -> list[Bin]:
    # Full marks belong to the last bin.
    counts = Counter(min(BINS - 1, int(BINS * score / most)) if most else 0 for score in scores)
    fullest = max(counts.values())
    edges = [most * i / BINS for i in range(BINS + 1)]
    return [Bin(edges[i], edges[i + 1], counts[i], counts[i] / fullest) for i in range(BINS)]


def _remarks(store: Store, students: dict[str, dict[str, tuple[str, list[str]]] | None]) -> list[Remark]:
    remarks = []
    for student, found in students.items():
        result = store.read(student)
        if result and (result.refused or result.repaired):
            says = (result.refused,) if result.refused else result.repaired
            remarks.append(Remark(student, "refused" if result.refused else "repaired", says))
        if found is None:
            lost = translate("The graded notebook in autograded/ is gone, or cannot be read. Grade again: it is written anew.")
            remarks.append(Remark(student, "not in this report", (lost,)))
    return sorted(remarks, key=lambda one: (one.state, one.student))


def _known(gradebook: Gradebook, chapter: Chapter) -> bool:
    return chapter.assignment in {one.name for one in gradebook.assignments}


def _graded(course: CourseDirectory, student: str, chapter: Chapter) -> Path:
    return Path(course.format_path(course.autograded_directory, student, chapter.assignment)) / f"{chapter.topic}.ipynb"
