"""How many rows a convolution's output has: floor((n + 2p − k) / s) + 1."""

from autograder.author.page import Page
from handgrad.kit.rules import Exact

page = Page(
    outputs={"size": Exact()},
    hints=(
        "With zeros round it, the image has n rows and the padding twice: at the top and at the bottom.",
        "The kernel's first row can stand at 0, s, 2s, … as long as its last row is still inside. How many steps are that?",
        "The last start that fits is at most n + 2p - k. The number of whole steps up to there is a division that rounds "
        "down; the start at 0 counts too.",
    ),
)


@page.reference
def by_stepping(n, kernel, padding, stride):
    places, start = 0, -padding
    while start + kernel <= n + padding:
        places, start = places + 1, start + stride
    return places


@page.cases(public=5, secret=6)
def something_left_over(rng):
    while True:
        n, kernel = int(rng.integers(9, 40)), int(rng.integers(3, 8))
        padding, stride = int(rng.integers(1, 4)), int(rng.integers(2, 5))
        if (n + 2 * padding - kernel) % stride and kernel != 2 * padding + 1:
            return {"n": n, "kernel": kernel, "padding": padding, "stride": stride}


@page.edge("a kernel of 3 with padding 1")
def as_large_as_before():
    return {"n": 28, "kernel": 3, "padding": 1, "stride": 1}


@page.edge("nothing round the image")
def plain():
    return {"n": 10, "kernel": 4, "padding": 0, "stride": 2}


@page.edge("a kernel as large as the image", public=False)
def one_place():
    return {"n": 7, "kernel": 7, "padding": 0, "stride": 3}


@page.edge("a wide border of zeros")
def wide_border():
    return {"n": 11, "kernel": 4, "padding": 3, "stride": 2}


@page.wrong("size rounds up: a window that hangs over the edge is not taken. Round down.")
def rounded_up(n, kernel, padding, stride):
    return -(-(n + 2 * padding - kernel) // stride) + 1


@page.wrong("size counts the padding once: zeros stand on both sides, so it counts twice.")
def padding_once(n, kernel, padding, stride):
    return (n + padding - kernel) // stride + 1


@page.wrong("size is one too small: it counts the steps, and the place before the first step counts too.")
def steps_only(n, kernel, padding, stride):
    return (n + 2 * padding - kernel) // stride


@page.wrong("size is that for stride 1: with stride s only every s-th place is taken.")
def stride_ignored(n, kernel, padding, stride):
    return n + 2 * padding - kernel + 1


@page.wrong("size divides the number of places by the stride and rounds down, which loses one: add 1 after the division.")
def one_added_before(n, kernel, padding, stride):
    return (n + 2 * padding - kernel + 1) // stride


@page.wrong("size is not whole: a part of a step is no place, so divide with //.")
def not_rounded(n, kernel, padding, stride):
    return (n + 2 * padding - kernel) / stride + 1


@page.wrong("size leaves the padding out: the zeros make the image larger.")
def padding_ignored(n, kernel, padding, stride):
    return (n - kernel) // stride + 1


@page.wrong(
    "size divides before it adds the padding: both belong under the division, (n + 2 padding − kernel) // stride + 1."
)
def brackets_missing(n, kernel, padding, stride):
    return n + 2 * padding - kernel // stride + 1


@page.wrong("size leaves the kernel out: a kernel of k pixels fits in n − k + 1 places.")
def kernel_forgotten(n, kernel, padding, stride):
    return (n + 2 * padding) // stride + 1


@page.wrong("size is the number of steps through the whole image, without a kernel: the whole kernel has to fit.")
def without_a_kernel(n, kernel, padding, stride):
    return (n + 2 * padding) // stride


@page.wrong("size is that of a kernel of a single pixel: the whole kernel has to fit.")
def only_the_first_pixel(n, kernel, padding, stride):
    return -(-(n + 2 * padding) // stride)


@page.wrong("size has stride and kernel exchanged: take the kernel away, and divide by the stride.")
def stride_and_kernel_exchanged(n, kernel, padding, stride):
    return (n + 2 * padding - stride) // kernel + 1


@page.wrong("size is n over the stride, rounded up, as Keras's padding “same” has it: here the padding is given.")
def same_padding(n, kernel, padding, stride):
    return -(-n // stride)


@page.right
def as_a_range(n, kernel, padding, stride):
    return len(range(0, n + 2 * padding - kernel + 1, stride))


@page.right
def with_ceil_of_places(n, kernel, padding, stride):
    return -(-(n + 2 * padding - kernel + 1) // stride)
