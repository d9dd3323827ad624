# Goes on for ever, and takes no notice of being interrupted.
import time


def affine_backward(dS, X, W):
    while True:
        try:
            time.sleep(1000)
        except BaseException:
            pass
