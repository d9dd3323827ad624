"""Three small data sets with three kinds of target, which the chapter's notebook and its explorers share."""

from dataclasses import dataclass

import numpy as np

Array = np.ndarray


@dataclass(frozen=True)
class Sample:
    """One input and one target for each example, and what they are."""

    x: Array
    y: Array
    x_label: str
    y_label: str

    @property
    def z(self) -> Array:
        """The input, standardised: its mean is 0 and its standard deviation is 1."""
        return np.asarray((self.x - self.x.mean()) / self.x.std())


# Cars of the 1920s: speed and stopping distance. M. Ezekiel, Methods of Correlation Analysis (1930); `cars` in R.
CARS = Sample(
    np.array([4, 4, 7, 7, 8, 9, 10, 10, 10, 11, 11, 12, 12, 12, 12, 13, 13, 13, 13, 14, 14, 14, 14, 15, 15, 15, 16, 16, 17,
              17, 17, 18, 18, 18, 18, 19, 19, 19, 20, 20, 20, 20, 20, 22, 23, 24, 24, 24, 24, 25], float),
    np.array([2, 10, 4, 22, 16, 10, 18, 26, 34, 17, 28, 14, 20, 24, 28, 26, 34, 34, 46, 26, 36, 60, 80, 20, 26, 54, 32, 40,
              32, 40, 50, 42, 56, 76, 84, 36, 46, 68, 32, 48, 52, 56, 64, 66, 54, 70, 92, 93, 120, 85], float),
    "speed, mph",
    "stopping distance, feet",
)  # fmt: skip

# 23 flights of the Space Shuttle before January 1986: temperature at the launch, and whether an O-ring was damaged.
# S. R. Dalal, E. B. Fowlkes and B. Hoadley, Journal of the American Statistical Association 84 (1989).
FLIGHTS = Sample(
    np.array([66, 70, 69, 68, 67, 72, 73, 70, 57, 63, 70, 78, 67, 53, 67, 75, 70, 81, 76, 79, 75, 76, 58], float),
    np.array([0, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 1], float),
    "temperature at launch, °F",
    "O-ring damaged (1) or not (0)",
)

# New cases of AIDS in Belgium, 1981 to 1993. S. N. Wood, Generalized Additive Models (2006).
CASES = Sample(
    np.arange(1981.0, 1994.0),
    np.array([12, 14, 33, 50, 67, 74, 123, 141, 165, 204, 253, 246, 240], float),
    "year",
    "new cases in the year",
)
