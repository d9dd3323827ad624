# Asks for ten gigabytes at once, and touches them.
import numpy as np

gained = []
try:
    hog = np.ones(10 * 2**30, np.uint8)
    gained.append("ten gigabytes")
except MemoryError:
    pass
