"""Chapter 01: one neuron's line, two lines together, activations, three kinds of regression, and the learning rate.

An explorer a file; the notebook finds all that it needs of them here.
"""

from handgrad.explore.neuron.activations import GALLERY, draw_gallery, gallery, slope_of
from handgrad.explore.neuron.descent import BOWLS, draw_surface, learning_rate
from handgrad.explore.neuron.one_neuron import CLOUD_LABELS, CLOUDS, draw_half_planes, half_planes, wrong_sides
from handgrad.explore.neuron.regressions import REGRESSIONS, draw_regression, loss_and_slopes, three_regressions
from handgrad.explore.neuron.samples import CARS, CASES, FLIGHTS
from handgrad.explore.neuron.scheme import draw_scheme
from handgrad.explore.neuron.two_neurons import ADDED, CROSS, CROSS_LABELS, draw_two_lines, two_lines, two_lines_wrong

__all__ = [
    "ADDED",
    "BOWLS",
    "CARS",
    "CASES",
    "CLOUDS",
    "CLOUD_LABELS",
    "CROSS",
    "CROSS_LABELS",
    "FLIGHTS",
    "GALLERY",
    "REGRESSIONS",
    "draw_gallery",
    "draw_half_planes",
    "draw_regression",
    "draw_scheme",
    "draw_surface",
    "draw_two_lines",
    "gallery",
    "half_planes",
    "learning_rate",
    "loss_and_slopes",
    "slope_of",
    "three_regressions",
    "two_lines",
    "two_lines_wrong",
    "wrong_sides",
]
