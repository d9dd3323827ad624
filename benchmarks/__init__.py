"""What is measured, and never asserted in tests: run `make bench`."""
