"""Prove every check: python -m autograder.proof [EXERCISE …] [--jobs N] [--write]"""

import argparse
import multiprocessing
import sys

from autograder import exercises
from autograder.course import Course, here
from autograder.proof.prove import Proof, fresh_count, prove
from autograder.proof.table import report


def _job(where: tuple[Course, str, str]) -> Proof:
    return prove(*where)


def main() -> None:
    """Prove the exercises named, or all; exits with 1 where something survives or a right answer is refused."""
    parser = argparse.ArgumentParser(description="Mutate every solution and right answer, and grade every mutant.")
    parser.add_argument("exercises", nargs="*", help="affine_backward, or a chapter's topic; all where none is named")
    parser.add_argument("--jobs", type=int, default=2, help="processes at once")
    parser.add_argument("--write", action="store_true", help="write docs/proof.md")
    options = parser.parse_args()
    course = here()
    wanted = [
        (course, one.chapter, one.name)
        for chapter in course.chapters()
        for one in exercises.pages(chapter.topic)
        if not options.exercises or one.name in options.exercises or one.chapter in options.exercises
    ]
    with multiprocessing.get_context("fork").Pool(options.jobs) as pool:
        proofs = []
        # What trains takes longest: first, so that no process ends long after the others.
        for found in pool.imap(_job, sorted(wanted, key=lambda job: fresh_count(exercises.load(*job[1:])))):
            proofs.append(found)
            print(f"{found.chapter}/{found.exercise}: {found.made} mutants, {len(found.survivors)} survivors", flush=True)
    proofs.sort(key=lambda found: wanted.index((course, found.chapter, found.exercise)))
    text = report(proofs)
    if options.write:
        (course.root / "docs" / "proof.md").write_text(text, "utf-8")
    else:
        print(text)
    if any(one.survivors or one.rights_refused or one.falsely_told or one.generic_passed or one.disguises_refused
           for one in proofs):  # fmt: skip
        sys.exit(1)


if __name__ == "__main__":
    main()
