"""Every check proven: solutions and right answers changed in one place after another, and each change graded."""
