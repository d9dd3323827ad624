"""Two linear layers in a row are one: W = W₁W₂, b = b₁W₂ + b₂."""

import numpy as np

from autograder.author.draw import numbers, sizes
from autograder.author.page import Page

page = Page(
    outputs=("W", "b"),
    hints=(
        "Write the second layer's formula down and put the first layer's formula where its input stands. Then multiply out.",
        "What multiplies X is the new W. What is left over does not depend on X: that is the new b. Use the shapes as a check.",
        "The first bias goes through the second layer's weights, like everything that leaves the first layer. "
        "The second bias is added last.",
    ),
)


@page.reference
def by_probing(W1, b1, W2, b2):
    # A linear map is known from what it does to zero and to the unit vectors.
    D, C = W1.shape[0], W2.shape[1]
    at_zero = [sum(b1[h] * W2[h, c] for h in range(len(b1))) + b2[c] for c in range(C)]
    W = np.zeros((D, C))
    for d in range(D):
        for c in range(C):
            W[d, c] = sum((W1[d, h] + b1[h]) * W2[h, c] for h in range(len(b1))) + b2[c] - at_zero[c]
    return W, np.array(at_zero)


@page.cases(public=3, secret=6)
def random_layers(rng):
    D, H, C = sizes(rng, 3)
    return {"W1": numbers(rng, D, H), "b1": numbers(rng, H), "W2": numbers(rng, H, C), "b2": numbers(rng, C)}


@page.edge("a bottleneck of one unit")
def bottleneck(rng):
    return {"W1": numbers(rng, 4, 1), "b1": numbers(rng, 1), "W2": numbers(rng, 1, 3), "b2": numbers(rng, 3)}


@page.edge("square matrices", public=False)
def square(rng):
    return {"W1": numbers(rng, 3, 3), "b1": numbers(rng, 3), "W2": numbers(rng, 3, 3), "b2": numbers(rng, 3)}


@page.wrong("b is the second bias alone: the first bias passes through the second layer's weights and adds b₁W₂.")
def first_bias_lost(W1, b1, W2, b2):
    return W1 @ W2, b2.copy()


@page.wrong("b lacks the second bias: add b₂ after b₁W₂.")
def second_bias_lost(W1, b1, W2, b2):
    return W1 @ W2, b1 @ W2


@page.wrong("b adds the first bias without the second layer's weights: b₁ enters the second layer, so it is multiplied by W₂.")
def first_bias_unweighted(W1, b1, W2, b2):
    return W1 @ W2, b1.sum() + b2


@page.wrong("W is transposed: it takes D inputs to C outputs, so its shape is (D, C) and W₁ stands on the left.")
def weights_transposed(W1, b1, W2, b2):
    return W2.T @ W1.T, b1 @ W2 + b2


@page.wrong("b has two axes: it should have shape (C,), one number for each output.")
def bias_as_a_row(W1, b1, W2, b2):
    return W1 @ W2, b1[None, :] @ W2 + b2


@page.wrong("W holds b₁W₂ in every row, as if b₁ were added to W₁: leave it out of W, since it is not multiplied by X.")
def bias_in_the_weights(W1, b1, W2, b2):
    return (W1 + b1) @ W2, b1 @ W2 + b2


@page.right
def by_einsum(W1, b1, W2, b2):
    return np.einsum("dh,hc->dc", W1, W2), np.einsum("h,hc->c", b1, W2) + b2


@page.right
def through_the_layers(W1, b1, W2, b2):
    b = (np.zeros((1, len(W1))) @ W1 + b1) @ W2 + b2
    return {"W": np.stack([w @ W2 for w in W1]), "b": b[0]}
