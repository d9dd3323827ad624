"""One sentence that says what to do, for the errors that students meet most.

    advise("NameError", "name 'sigmoid' is not defined")

A verdict says it with what was raised; in a notebook it also follows the traceback of any other cell
(`handgrad.kit.after_error`).
"""

import re

from handgrad.text import translate

_SHAPES = "The shapes do not fit: write them under each other; a factor may need .T, or stand on the other side."
_NOTHING = "Something here is None. A function without return gives None, and so does a method that works in place."

# (the exception's name, a pattern in its message, the sentence): the first that fits is said, so what is special stands first.
_ADVICE = (
    ("NotImplementedError", r"", "This exercise is not written yet: put your code in the place of the line with raise, run "
                                 "that cell, then this one."),
    ("UnboundLocalError", r"", "A variable is read before it is given a value inside the function."),
    ("NameError", r"", "A name is not known: run the cell that defines it. After a restart, run all cells from the top; if it "
                       "is still unknown, look at its spelling."),
    ("ValueError", r"truth value of an array", "An array is neither true nor false: use np.where, .any() or .all(), or compare "
                                               "single numbers."),
    ("ValueError", r"zero-size array|empty sequence", "A maximum or minimum of nothing: which case leaves no entries?"),
    ("ValueError", r"to unpack", "The number of names on the left is not the number of values on the right: look at what the "
                                 "function returns."),
    ("ValueError", r"inhomogeneous|with a sequence", "The rows have different lengths, or an array stands where one number "
                                                     "belongs: print the shapes of the parts."),
    ("ValueError", r"read-only", "This array must not be changed: work on a copy, X.copy()."),
    ("ValueError", r"cannot reshape", "A reshape keeps the number of entries: the new sizes, multiplied, must give X.size."),
    ("ValueError", r"matmul|shape|broadcast|dimension", _SHAPES),
    ("RuntimeError", r"shapes cannot be multiplied|size of tensor|shape .* is invalid", _SHAPES),
    ("RuntimeError", r"same dtype|dtype", "The tensors have different dtypes: make them alike, as in X.to(W.dtype). What a "
                                                 "check hands in fits together as it comes."),
    ("RuntimeError", r"same device", "The tensors are on different devices: move the model and the batch to the same one "
                                     "with .to(device)."),
    ("RuntimeError", r"that requires grad", "This tensor is part of a graph: take it out with .detach() first."),
    ("TypeError", r"NoneType", _NOTHING),
    ("AttributeError", r"NoneType", _NOTHING),
    ("TypeError", r"positional argument|keyword argument", "The call does not fit the def line: compare the arguments, their "
                                                           "number and their order."),
    ("TypeError", r"ndarray' object is not callable|Tensor' object is not callable",
     "An array stands before round brackets: an index needs square ones, and a product needs * or @."),
    ("TypeError|IndexError", r"indices must be|integer", "Only integers, slices and arrays can be an index: // gives an "
                                                         "integer, / never does."),
    ("AttributeError", r"'(list|tuple)' object", "A list is not an array: np.array(...) makes one of it."),
    ("AttributeError", r"", "An object has no such attribute: look at its type, and at the spelling."),
    ("AxisError", r"", "The array has fewer axes than the axis that is named: print its shape. X[None] makes one row of a "
                       "one-dimensional X."),
    ("UFuncTypeError|_UFuncOutputCastingError", r"", "An array of integers cannot hold fractions: write X = X - ... in place "
                                                     "of X -= ..., or start from X.astype(float)."),
    ("IndexError", r"", "An index runs past the end of an array: print the shapes and compare."),
    ("KeyError", r"", "There is no such key: print list(d), with the dict's name in the place of d, and compare."),
    ("ZeroDivisionError", r"", "Something was divided by zero: which input can be zero?"),
    ("RecursionError", r"", "The function calls itself without end: which case should stop it?"),
    ("IndentationError|TabError", r"", "Look at the blanks at the beginning of the lines: four for each level, no tabs."),
    ("SyntaxError", r"", "Look at the marked line and at the one above: a bracket, a comma or a colon may be missing."),
    ("ModuleNotFoundError", r"", "A package is not installed where this notebook runs: run the set-up cell at the top, and "
                                 "look at the kernel's name at the top right."),
)  # fmt: skip


def advise(kind: str, message: str) -> str | None:
    """What to do about an exception, by its class's name and its text; None where nothing is known."""
    for kinds, pattern, sentence in _ADVICE:
        if re.fullmatch(kinds, kind) and re.search(pattern, message):
            return translate(sentence)
    return None
