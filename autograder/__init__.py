"""The staff's side of the course: it builds, proves, grades and publishes, and never ships to students."""
