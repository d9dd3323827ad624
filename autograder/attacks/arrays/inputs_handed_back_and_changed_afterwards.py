# Returns its inputs, and changes them, and what it returned before, at every later call.
returned = []


def affine_backward(dS, X, W):
    for one in returned:
        one[...] = 0
    dX = dS @ W.T * 0
    returned.append(dX)
    return dX, W, dS[0]


gained = []
