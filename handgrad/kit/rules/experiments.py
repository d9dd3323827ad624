"""What becomes of a net that is trained with numbers of a student's: a word, and a sentence with what was measured."""

from typing import Any

import numpy as np

from handgrad.kit.rules.rule import is_numeric
from handgrad.text import say
from handgrad.training import OVERFITTING, overfit

MOST_IMAGES, MOST_HIDDEN, MOST_EPOCHS = 900, 50, 200
BY_HEART, TURNED, CURED = 0.95, 1.2, 0.8


def outcome_of_a_recipe(recipe: Any) -> tuple[str, str]:
    """What becomes of a net trained by the recipe (images, hidden, epochs): a word, and a sentence with the numbers."""
    try:
        images, hidden, epochs = (int(number) for number in recipe)
        fine = [images, hidden, epochs] == list(recipe) and min(hidden, epochs) >= 1 and images >= 20
    except (TypeError, ValueError, OverflowError):
        fine = False
    if not fine or images > MOST_IMAGES or hidden > MOST_HIDDEN or epochs > MOST_EPOCHS:
        return "not a recipe", say(
            "The recipe is three whole numbers: 20 to 900 images, 1 to 50 hidden units, 1 to 200 epochs."
        )
    curves = overfit(images, hidden, epochs)
    learned, ratio = float(curves.train_accuracy[-1]), float(curves.val_loss[-1] / curves.val_loss.min())
    words = {(True, True): "overfits", (True, False): "by heart", (False, True): "turned", (False, False): "neither"}
    return words[learned >= BY_HEART, ratio >= TURNED], say(
        "At its end this training has {learned:.0%} of the training labels right, and a validation loss of {ratio:.2f} times "
        "its lowest value. Asked for are at least 95% and at least 1.20 times.", learned=learned, ratio=ratio)  # fmt: skip


def outcome_of_a_strength(strength: Any) -> tuple[str, str]:
    """What an L2 penalty of this strength makes of the overfitting net: a word, and a sentence with the numbers."""
    reg = float(strength) if is_numeric(strength) and np.ndim(strength) == 0 else -1.0
    if not 0 <= reg <= 1000:
        return "not a strength", say("The strength is one number, not negative.")
    curves = overfit(*OVERFITTING, reg)
    if not np.isfinite(curves.val_loss[-1]) or curves.val_loss[-1] > 1e3:
        return "diverges", say("With this strength the training diverges: the step of the penalty alone overshoots zero.")
    learned, found = float(curves.train_accuracy[-1]), float(curves.val_accuracy[-1])
    word = "cured" if found >= CURED else "too weak" if learned > 0.8 else "too strong"
    return word, say(
        "With this strength the net ends with {learned:.0%} of the training labels right, and {found:.1%} of the validation "
        "labels. Asked for are at least 80% of the validation labels.", learned=learned, found=found)  # fmt: skip


EXPERIMENTS = {"recipe": outcome_of_a_recipe, "strength": outcome_of_a_strength}
