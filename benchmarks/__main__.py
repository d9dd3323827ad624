"""Measure everything that has a budget, and print it beside the budget."""

from rich.console import Console
from rich.table import Table

from benchmarks import coordinator, floor, grading, kit


def main() -> None:
    """Print the table."""
    table = Table(title="measured on this machine, in one run")
    for heading in ("what", "measured", "budget"):
        table.add_column(heading)
    for measure in (kit.rows, floor.rows, coordinator.rows, grading.rows):
        for row in measure():
            table.add_row(*row)
    Console(width=120).print(table)


if __name__ == "__main__":
    main()
