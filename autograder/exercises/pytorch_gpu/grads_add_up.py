"""What stands in grad after one, two and three calls of backward, worked out by hand."""

from autograder.author.page import Page
from handgrad.kit.rules import Hand

page = Page(
    outputs={"first": Hand(0), "second": Hand(0), "third": Hand(0), "b_grad": Hand(0)},
    hints=(
        "The gradient of the sum of squares by a is 2a. What does backward do with a gradient that is already there?",
        "backward adds to grad; it never overwrites. Setting grad to None throws the sum away, and the next backward "
        "starts anew.",
        "The gradient of (3 * a).sum() has the same number in every entry. An attribute that was never filled is "
        "written None.",
    ),
)


@page.reference
def by_adding_slopes():
    a = [1, -2, 4]
    total = [0, 0, 0]
    seen = []
    for _ in range(2):
        total = [kept + 2 * value for kept, value in zip(total, a, strict=True)]
        seen.append(total)
    return seen[0], seen[1], [3 for _ in a], "None"


@page.wrong(
    "second is what first is, as if backward overwrote grad: nothing set grad to zero, so the second call of backward"
    " adds to the first."
)
def second_overwritten():
    return [2, -4, 8], [2, -4, 8], [3, 3, 3], "None"


@page.wrong("third still holds the gradients of the squares: grad was set to None before, so only the last loss is in it.")
def third_added():
    return [2, -4, 8], [4, -8, 16], [7, -5, 19], "None"


@page.wrong("first holds the squares: the loss is made of them, its gradient is 2a.")
def squares():
    return [1, 4, 16], [4, -8, 16], [3, 3, 3], "None"


@page.wrong("third holds the values of 3 * a: the slope of 3 * a by a is 3 in every entry.")
def values_for_slopes():
    return [2, -4, 8], [4, -8, 16], [3, -6, 12], "None"


@page.wrong("b_grad is not zero: b needs no gradient, so none was ever made, and print shows None.")
def zero_for_none():
    return [2, -4, 8], [4, -8, 16], [3, 3, 3], "0"


@page.wrong("second is four times the first: the loss is computed twice, and each backward adds the gradient 2a once.")
def doubled_again():
    return [2, -4, 8], [8, -16, 32], [3, 3, 3], "None"


@page.wrong(
    "first is what second is, as when a.grad is kept and not copied: it is one tensor, and the second backward "
    "adds to it. Keep a copy: a.grad.tolist()."
)
def one_tensor_kept_twice():
    return [4, -8, 16], [4, -8, 16], [3, 3, 3], "None"


@page.wrong("first and second hold b, or b twice, as well: the slope of a² + b by a is 2a, without b.")
def b_added():
    return [3, -3, 9], [6, -6, 18], [3, 3, 3], "None"


@page.wrong("b_grad is not b and not its slope: b needs no gradient, so backward never writes one.")
def ones_for_none():
    return [2, -4, 8], [4, -8, 16], [3, 3, 3], "tensor([1., 1., 1.])"


@page.wrong("b_grad is the object None: give as a text what print shows, in quotes.")
def none_itself():
    return [2, -4, 8], [4, -8, 16], [3, 3, 3], "None, and no text"


@page.wrong("first holds b as well: the slope of a² + b by a is 2a, without b.")
def b_added_at_first():
    return [3, -3, 9], [4, -8, 16], [3, 3, 3], "None"


@page.wrong("first is the slope of a² by a for a = 1 in every entry: it is 2a, entry by entry.")
def two_everywhere():
    return [2, 2, 2], [4, -8, 16], [3, 3, 3], "None"


@page.right
def with_floats():
    return {"first": [2.0, -4.0, 8.0], "second": [4.0, -8.0, 16.0], "third": [3.0, 3.0, 3.0], "b_grad": "none"}


@page.right
def with_torch():
    import torch

    a, b = torch.tensor([1.0, -2.0, 4.0], requires_grad=True), torch.tensor([1.0, 1.0, 1.0])
    seen = []
    for _ in range(2):
        (a**2 + b).sum().backward()
        seen.append(a.grad.clone())
    a.grad = None
    (3 * a).sum().backward()
    return *seen, a.grad, str(b.grad)
