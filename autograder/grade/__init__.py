"""A class graded: from what was handed in to the gradebook. docs/map.md has the way of a submission."""
