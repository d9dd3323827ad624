"""The gradients of the net affine → batch norm → ReLU → dropout → affine → softmax loss, in training."""

# ruff: noqa: SIM300 - U is an array, not a constant.
import numpy as np
import torch

from autograder.author.draw import labels, numbers, repeated, sizes
from autograder.author.page import Page

page = Page(
    outputs=("dW1", "dgamma", "dbeta", "dW2", "db2"),
    hints=(
        "Go forward first and keep S, Z, A and the mask. Then back through the same layers in the opposite order: scores, "
        "dropout, ReLU, batch norm, affine.",
        "softmax_loss hands you the gradient by the scores, 1/N included. dropout_backward, the slope of ReLU at Z and "
        "batchnorm_backward at S take it back to S.",
        "dZ is what comes back through dropout, times (Z > 0). batchnorm_backward(dZ, S, gamma, eps) gives dS, dgamma, "
        "dbeta. dW1 is X.T @ dS, and dW2 uses the A that dropout has already masked and scaled.",
    ),
)


def _loss(X, y, U, p, W1, gamma, beta, W2, b2, eps):
    S = X @ W1
    C = S - S.mean(0)
    Z = gamma * C / ((C**2).mean(0) + eps) ** 0.5 + beta
    A = torch.relu(Z) * (U >= p) / (1 - p)
    return torch.nn.functional.cross_entropy(A @ W2 + b2, y)


@page.reference
def by_autograd(X, y, U, p, W1, gamma, beta, W2, b2, eps):
    leaves = [torch.tensor(v, dtype=torch.float64, requires_grad=True) for v in (W1, gamma, beta, W2, b2)]
    loss = _loss(torch.tensor(X), torch.tensor(y), torch.tensor(U), p, *leaves, eps)
    return tuple(gradient.numpy() for gradient in torch.autograd.grad(loss, leaves))


@page.forward(dW1="W1", dgamma="gamma", dbeta="beta", dW2="W2", db2="b2")
def loss(X, y, U, p, W1, gamma, beta, W2, b2, eps):
    return _loss(X, y, U, p, W1, gamma, beta, W2, b2, eps)


def _forward(X, U, p, W1, gamma, beta, eps):
    """The scores S, normalized as S_hat, Z, what dropout multiplies by, and the activations A that it leaves."""
    S = X @ W1
    r = 1 / np.sqrt(S.var(axis=0) + eps)
    S_hat = (S - S.mean(axis=0)) * r
    Z = gamma * S_hat + beta
    gate = (U >= p) / (1 - p)
    return r, S_hat, Z, gate, np.maximum(Z, 0) * gate


def _with_ones(A):
    return np.hstack([A, np.ones((len(A), 1))])


def _behind_relu(X, U, p, W1, gamma, beta, W2, eps, dW2, db2):
    """dZ, from what arrives at the scores: of dW2 = Aᵀ dscores and db2 = Σ dscores no two give both, see `_tells`."""
    _, _, Z, gate, A = _forward(X, U, p, W1, gamma, beta, eps)
    dscores = np.linalg.lstsq(_with_ones(A).T, np.vstack([dW2, db2]), rcond=None)[0]
    return dscores @ W2.T * gate * (Z > 0)


def _tells(A):
    """Whether what arrives at the scores can be told from the gradients by the second layer's weights and biases."""
    return np.linalg.svd(_with_ones(A), compute_uv=False)[len(A) - 1 :].max(initial=0) > 0.05


@page.carried("dgamma")
def gradient_of_gamma(X, y, U, p, W1, gamma, beta, W2, b2, eps, dW2, db2):
    S_hat = _forward(X, U, p, W1, gamma, beta, eps)[1]
    return (_behind_relu(X, U, p, W1, gamma, beta, W2, eps, dW2, db2) * S_hat).sum(axis=0)


@page.carried("dbeta")
def gradient_of_beta(X, y, U, p, W1, gamma, beta, W2, b2, eps, dW2, db2):
    return _behind_relu(X, U, p, W1, gamma, beta, W2, eps, dW2, db2).sum(axis=0)


@page.carried("dW1")
def gradient_of_the_first_weights(X, y, U, p, W1, gamma, beta, W2, b2, eps, dW2, db2):
    r, S_hat, *_ = _forward(X, U, p, W1, gamma, beta, eps)
    dZ = _behind_relu(X, U, p, W1, gamma, beta, W2, eps, dW2, db2)
    return X.T @ (gamma * r * (dZ - dZ.mean(axis=0) - S_hat * (dZ * S_hat).mean(axis=0)))


def draw(rng, N, D, H, C, p, eps):
    while True:
        U = np.round(rng.uniform(0, 0.99, size=(N, H)), 2)
        # One draw equals p: the boundary belongs to the kept.
        U.flat[0], U.flat[1], U.flat[2] = p / 2, (1 + p) / 2, p
        inputs = {
            "X": numbers(rng, N, D), "y": labels(rng, N, C), "U": U, "p": p, "W1": numbers(rng, D, H),
            "gamma": np.round(rng.uniform(0.5, 1.5, size=H), 2), "beta": numbers(rng, H, scale=0.3),
            "W2": numbers(rng, H, C), "b2": numbers(rng, C), "eps": eps,
        }  # fmt: skip
        _, _, Z, _, A = _forward(*(inputs[key] for key in ("X", "U", "p", "W1", "gamma", "beta", "eps")))
        # No unit near the kink of ReLU.
        if np.abs(Z).min() > 0.01 and _tells(A):
            return inputs


@page.cases(public=2, secret=4)
def random_net(rng):
    D, C = sizes(rng, 2, low=2, high=3)
    return draw(rng, 4, D, int(rng.integers(5, 7)), C, float(rng.choice([0.2, 0.3, 0.4])), float(rng.choice([1e-3, 0.1])))


@page.edge("nothing is dropped")
def nothing_dropped(rng):
    return draw(rng, 5, 3, 4, 2, 0.0, 1e-3)


@page.edge("a batch of two", public=False)
def batch_of_two(rng):
    return draw(rng, 2, 3, 5, 2, 0.4, 0.1)


def _road(X, y, U, p, W1, gamma, beta, W2, b2, eps, **wrong):
    N = len(X)
    r, S_hat, Z, gate, _ = _forward(X, U, p, W1, gamma, beta, eps)
    gate = wrong.get("gate", gate)
    A = np.maximum(Z, 0) * gate
    P = np.exp(A @ W2 + b2)
    P /= P.sum(axis=1, keepdims=True)
    dP = (P - np.eye(W2.shape[1])[y]) / (1 if wrong.get("sum") else N)
    dZ = dP @ W2.T * wrong.get("back", gate)
    if not wrong.get("linear"):
        dZ = dZ * (wrong.get("kink", lambda dZ: Z)(dZ) > 0)
    dgamma, dbeta = (dZ * S_hat).sum(axis=0), dZ.sum(axis=0)
    paths = wrong.get("mean_path", 1.0) * dbeta + wrong.get("variance_path", 1.0) * S_hat * dgamma
    dS = gamma * r * (dZ - paths / N)
    if wrong.get("around"):
        dS = dZ
    by = np.maximum(Z, 0) if wrong.get("undropped") else A
    dgamma = (dZ * (X @ W1)).sum(axis=0) if wrong.get("raw") else dgamma
    return X.T @ dS, dgamma, dbeta, by.T @ dP, dP.sum(axis=0)


@page.large
def long_rows(rng):
    N, D, H, C = 8, 6000, 16, 3
    return {"X": repeated(rng, N, D), "y": labels(rng, N, C), "U": np.round(rng.uniform(0, 0.99, size=(N, H)), 2), "p": 0.3,
            "W1": repeated(rng, D, H, scale=0.01), "gamma": numbers(rng, H), "beta": numbers(rng, H),
            "W2": numbers(rng, H, C), "b2": numbers(rng, C), "eps": 0.1}  # fmt: skip


@page.wrong("dW1, dgamma and dbeta lack dropout on the way back: multiply by the mask and by 1/(1 - p) before ReLU's slope.")
def dropout_forgotten(X, y, U, p, W1, gamma, beta, W2, b2, eps):
    return _road(X, y, U, p, W1, gamma, beta, W2, b2, eps, back=1.0)


@page.wrong(
    "dW1, dgamma and dbeta lack the scale 1/(1 - p) on the way back: dropout multiplied by mask and scale, and so "
    "does its gradient."
)
def scale_forgotten(X, y, U, p, W1, gamma, beta, W2, b2, eps):
    return _road(X, y, U, p, W1, gamma, beta, W2, b2, eps, back=U >= p)


@page.wrong("dW1, dgamma and dbeta lack the slope of ReLU: multiply by (Z > 0), where Z is what ReLU got.")
def relu_forgotten(X, y, U, p, W1, gamma, beta, W2, b2, eps):
    return _road(X, y, U, p, W1, gamma, beta, W2, b2, eps, linear=True)


@page.wrong("dW1, dgamma and dbeta take ReLU's slope at S: ReLU stands behind batch norm, so look at the sign of Z.")
def slope_at_scores(X, y, U, p, W1, gamma, beta, W2, b2, eps):
    return _road(X, y, U, p, W1, gamma, beta, W2, b2, eps, kink=lambda dZ: X @ W1)


@page.wrong("dW1 treats mean and variance as constants: they depend on W1 too, so take all of batch norm's paths.")
def statistics_constant(X, y, U, p, W1, gamma, beta, W2, b2, eps):
    return _road(X, y, U, p, W1, gamma, beta, W2, b2, eps, mean_path=0.0, variance_path=0.0)


@page.wrong("dW2 uses the activations before dropout: the second layer got the masked and scaled ones.")
def undropped(X, y, U, p, W1, gamma, beta, W2, b2, eps):
    return _road(X, y, U, p, W1, gamma, beta, W2, b2, eps, undropped=True)


@page.wrong("The gradients are N times too large: the softmax loss is a mean over the batch.")
def summed_loss(X, y, U, p, W1, gamma, beta, W2, b2, eps):
    return _road(X, y, U, p, W1, gamma, beta, W2, b2, eps, sum=True)


@page.wrong(
    "The gradients are those of a net whose dropout does not scale: what is kept is divided by 1 - p, forwards and "
    "backwards."
)
def never_scaled(X, y, U, p, W1, gamma, beta, W2, b2, eps):
    return _road(X, y, U, p, W1, gamma, beta, W2, b2, eps, gate=U >= p)


@page.wrong(
    "The gradients are those of a net without dropout: multiply A by the mask and by 1/(1 - p), and so its gradient."
)
def no_dropout(X, y, U, p, W1, gamma, beta, W2, b2, eps):
    return _road(X, y, U, p, W1, gamma, beta, W2, b2, eps, gate=1.0)


@page.wrong("dW1, dgamma and dbeta have dropout's scale and not its mask on the way back: what was dropped has no gradient.")
def mask_forgotten(X, y, U, p, W1, gamma, beta, W2, b2, eps):
    return _road(X, y, U, p, W1, gamma, beta, W2, b2, eps, back=1 / (1 - p))


@page.wrong(
    "dW1, dgamma and dbeta use the mask the other way round on the way back: what was kept has a gradient, and what "
    "was dropped has none."
)
def mask_inverted(X, y, U, p, W1, gamma, beta, W2, b2, eps):
    return _road(X, y, U, p, W1, gamma, beta, W2, b2, eps, back=(U < p) / (1 - p))


@page.wrong("dW1 is carried past batch norm: dS is what batchnorm_backward gives for dZ, not dZ itself.")
def around_batch_norm(X, y, U, p, W1, gamma, beta, W2, b2, eps):
    return _road(X, y, U, p, W1, gamma, beta, W2, b2, eps, around=True)


@page.wrong("dW1 lacks batch norm's path through the variance: subtract S_hat * dgamma / N too.")
def variance_path_forgotten(X, y, U, p, W1, gamma, beta, W2, b2, eps):
    return _road(X, y, U, p, W1, gamma, beta, W2, b2, eps, variance_path=0.0)


@page.wrong("dW1 lacks batch norm's path through the mean: subtract dbeta / N too.")
def mean_path_forgotten(X, y, U, p, W1, gamma, beta, W2, b2, eps):
    return _road(X, y, U, p, W1, gamma, beta, W2, b2, eps, mean_path=0.0)


@page.wrong("dW1, dgamma and dbeta take ReLU's slope from the sign of the gradient: look at the sign of Z.")
def slope_at_the_gradient(X, y, U, p, W1, gamma, beta, W2, b2, eps):
    return _road(X, y, U, p, W1, gamma, beta, W2, b2, eps, kink=lambda dZ: dZ)


@page.wrong(
    "dgamma and dbeta are means over the batch: whether the loss is a mean is decided in the scores' gradient, so sum"
    " the rows."
)
def averaged(X, y, U, p, W1, gamma, beta, W2, b2, eps):
    dW1, dgamma, dbeta, dW2, db2 = _road(X, y, U, p, W1, gamma, beta, W2, b2, eps)
    return dW1, dgamma / len(X), dbeta / len(X), dW2, db2


@page.wrong(
    "The gradients are those of a net with gamma and beta exchanged: gamma multiplies the normalized scores, beta is "
    "added."
)
def gamma_and_beta_exchanged(X, y, U, p, W1, gamma, beta, W2, b2, eps):
    return _road(X, y, U, p, W1, beta, gamma, W2, b2, eps)


@page.wrong("The gradients are divided by N once too often: softmax_loss hands over the gradient with its 1/N.")
def divided_twice(X, y, U, p, W1, gamma, beta, W2, b2, eps):
    return tuple(gradient / len(X) for gradient in _road(X, y, U, p, W1, gamma, beta, W2, b2, eps))


@page.wrong(
    "The gradients are those of a net whose dropout does not scale, and dW1 treats mean and variance as constants: "
    "divide by 1 - p, and take all of batch norm's paths."
)
def never_scaled_and_constant(X, y, U, p, W1, gamma, beta, W2, b2, eps):
    return _road(X, y, U, p, W1, gamma, beta, W2, b2, eps, gate=U >= p, mean_path=0.0, variance_path=0.0)


@page.wrong("dW1, dgamma and dbeta lack the slope of ReLU and dropout's mask: multiply by both on the way back.")
def relu_and_mask_forgotten(X, y, U, p, W1, gamma, beta, W2, b2, eps):
    return _road(X, y, U, p, W1, gamma, beta, W2, b2, eps, back=1 / (1 - p), linear=True)


@page.wrong(
    "dW1, dgamma and dbeta lack the slope of ReLU and all of dropout: multiply by mask and scale, and by (Z > 0), on "
    "the way back."
)
def relu_and_dropout_forgotten(X, y, U, p, W1, gamma, beta, W2, b2, eps):
    return _road(X, y, U, p, W1, gamma, beta, W2, b2, eps, back=1.0, linear=True)


@page.wrong("The gradients are those of a net in which U < p keeps an entry: U >= p keeps it.")
def kept_below_p(X, y, U, p, W1, gamma, beta, W2, b2, eps):
    return _road(X, y, U, p, W1, gamma, beta, W2, b2, eps, gate=(U < p) / (1 - p))


@page.wrong("dgamma is summed with S: gamma multiplies the normalized scores, so the factor is those.")
def dgamma_with_scores(X, y, U, p, W1, gamma, beta, W2, b2, eps):
    return _road(X, y, U, p, W1, gamma, beta, W2, b2, eps, raw=True)


@page.right
def written_out(X, y, U, p, W1, gamma, beta, W2, b2, eps):
    return _road(X, y, U, p, W1, gamma, beta, W2, b2, eps)


@page.right
def in_a_dict_with_nodes(X, y, U, p, W1, gamma, beta, W2, b2, eps):
    N = len(X)
    C = X @ W1 - (X @ W1).mean(axis=0)
    root = np.sqrt((C**2).mean(axis=0) + eps)
    Z = gamma * C / root + beta
    A = np.where((Z > 0) & (U >= p), Z / (1 - p), 0)
    P = np.exp(A @ W2 + b2)
    dP = P / P.sum(axis=1, keepdims=True)
    dP[np.arange(N), y] -= 1
    dP /= N
    dZ = np.where((Z > 0) & (U >= p), dP @ W2.T / (1 - p), 0)
    dC = dZ * gamma / root - (dZ * gamma * C).sum(axis=0) / root**3 * C / N
    return {
        "dW1": X.T @ (dC - dC.mean(axis=0)), "dgamma": (dZ * C / root).sum(axis=0), "dbeta": dZ.sum(axis=0),
        "dW2": A.T @ dP, "db2": dP.sum(axis=0),
    }  # fmt: skip
