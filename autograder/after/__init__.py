"""After the grading: feedback, the report on a class, grades for other systems."""
