# A list that holds itself, and one that is nested a hundred deep.
def affine_backward(dS, X, W):
    circle = []
    circle.append(circle)
    deep = 0.0
    for _ in range(100):
        deep = [deep]
    return circle, deep, deep


gained = []
