"""The course's images: the 8x8 digits at once, MNIST and CIFAR-10 where they can be had.

    X_train, y_train, X_test, y_test = digits()

`mnist()` and `cifar10()` look into the folder that the environment variable HANDGRAD_DATA names (without it, into
`handgrad` in the user's cache folder), and download into it what is missing: from the mirrors named in `images`, after the
one that HANDGRAD_MIRROR names, if any, such as a course's own server. Every file is held against its checksum before it is
used, and a new one takes its place only when it is whole: a damaged file is never read, a good one never lost. A download
that breaks off leaves nothing, and begins anew at the next mirror.
"""

from handgrad.data.images import CIFAR10_CLASSES, cifar10, mnist
from handgrad.data.small import digits, digits_table
from handgrad.data.split import DataError, Split

__all__ = ["CIFAR10_CLASSES", "DataError", "Split", "cifar10", "digits", "digits_table", "mnist"]
