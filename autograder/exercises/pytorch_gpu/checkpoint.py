"""Stop and resume gives the same weights as no stop: what a checkpoint has to hold, and how it is put back."""

import numpy as np
import torch
from torch.nn.functional import cross_entropy

from autograder.author.draw import labels, numbers
from autograder.author.page import Page
from handgrad.adapters.pytorch_gpu import stopped_and_resumed
from handgrad.torch_training import in_batches

page = Page(
    outputs=("weights", "rates", "epoch"),
    hints=(
        "What would be different in new objects? The weights, of course. What else does each of the other objects "
        "remember?",
        "The optimizer remembers the momentum of every weight, the scheduler how many epochs it has counted, the "
        "generator where it is in its row of random numbers. Each can say what it remembers, and take it back.",
        "state_dict() and load_state_dict(...) for the first three; get_state() and set_state(...) for the generator. "
        "Put them all into one dict with the epoch, under keys of your choice, and let resume return the epoch.",
    ),
)


def _run(arrays, X, y, size, learning_rate, epochs, stop, seed):
    """The whole run by formulas: the weights, and the rates after the stop."""
    def rate(epoch):
        return learning_rate / 2 * (1 + np.cos(np.pi * epoch / epochs))

    weights = [torch.tensor(array) for array in arrays]
    speed = [torch.zeros_like(weight) for weight in weights]
    random, rates = torch.Generator().manual_seed(seed), []
    for epoch in range(epochs):
        rates.append(rate(epoch))
        for images, names in in_batches(X, y, size, random):
            leaves = [weight.requires_grad_() for weight in weights]
            loss = cross_entropy(torch.relu(images @ leaves[0].T + leaves[1]) @ leaves[2].T + leaves[3], names)
            gradients = torch.autograd.grad(loss, leaves)
            speed = [0.9 * m + g for m, g in zip(speed, gradients, strict=True)]
            weights = [(w - rates[-1] * m).detach() for w, m in zip(leaves, speed, strict=True)]
    return torch.cat([weight.ravel() for weight in weights]), np.array(rates[stop:]), stop


@page.reference
def without_a_stop(arrays, X, y, size, learning_rate, epochs, stop, seed):
    return _run(arrays, X, y, size, learning_rate, epochs, stop, seed)


def _draw(rng, D, H, C, N, size, epochs, stop):
    arrays = [numbers(rng, H, D), numbers(rng, H), numbers(rng, C, H), numbers(rng, C)]
    return {"arrays": arrays, "X": numbers(rng, N, D), "y": labels(rng, N, C), "size": size, "learning_rate": 0.1,
            "epochs": epochs, "stop": stop, "seed": int(rng.integers(1000))}  # fmt: skip


@page.edge("five epochs, stopped after two")
def stopped_early(rng):
    return _draw(rng, 3, 4, 2, 10, 4, 5, 2)


@page.edge("six epochs, stopped after four")
def stopped_late(rng):
    return _draw(rng, 2, 3, 4, 9, 3, 6, 4)


@page.cases(public=0, secret=3)
def any_run(rng):
    D, H, C = (int(n) for n in rng.choice([2, 3, 4, 5], size=3, replace=False))
    epochs = int(rng.integers(4, 7))
    return _draw(rng, D, H, C, int(rng.integers(8, 12)), 3, epochs, int(rng.integers(1, epochs)))


def _pack(net, optimizer, scheduler, epoch, random):
    return {"net": net.state_dict(), "optimizer": optimizer.state_dict(), "scheduler": scheduler.state_dict(), "epoch": epoch,
            "random": random.get_state()}  # fmt: skip


def _unpack(forget="", shift=0):
    def resume(saved, net, optimizer, scheduler, random):
        for name, part in (("net", net), ("optimizer", optimizer), ("scheduler", scheduler)):
            if name not in forget:
                part.load_state_dict(saved[name])
        if "random" not in forget:
            random.set_state(saved["random"])
        return saved["epoch"] + shift

    return resume


@page.wrong("weights end elsewhere, as if the net began anew: load its state dict.")
def net_not_restored(*given):
    return stopped_and_resumed(_pack, _unpack("net"))(*given)


@page.wrong("weights and rates go another way, as if the optimizer's momentum and rate began anew: load its state dict.")
def optimizer_not_restored(*given):
    return stopped_and_resumed(_pack, _unpack("optimizer"))(*given)


@page.wrong("rates begin anew, as if the scheduler counted its epochs from 0 again: load its state dict.")
def scheduler_not_restored(*given):
    return stopped_and_resumed(_pack, _unpack("scheduler"))(*given)


@page.wrong(
    "weights and rates begin anew, as if neither the optimizer nor the scheduler were restored, as in the lecture's "
    "loading."
)
def only_the_net_and_the_generator(*given):
    return stopped_and_resumed(_pack, _unpack("optimizer scheduler"))(*given)


@page.wrong("weights end elsewhere, as if the batches were shuffled in another way: set the random state.")
def random_not_restored(*given):
    return stopped_and_resumed(_pack, _unpack("random"))(*given)


@page.wrong(
    "weights and rates end elsewhere, as if the net alone were restored: optimizer, scheduler and random state are "
    "needed too."
)
def net_alone(*given):
    return stopped_and_resumed(_pack, _unpack("optimizer scheduler random"))(*given)


@page.wrong(
    "epoch is one too large, so that an epoch is left out: it is the number of epochs done, and the next one has this"
    " very number."
)
def epoch_too_large(*given):
    return stopped_and_resumed(_pack, _unpack(shift=1))(*given)


@page.wrong("epoch is 0, so that the run starts over and trains for too long: return the number of epochs that were done.")
def started_over(arrays, X, y, size, learning_rate, epochs, stop, seed):
    given = arrays, X, y, size, learning_rate, epochs, stop, seed
    return stopped_and_resumed(_pack, _unpack(shift=-stop))(*given)


@page.wrong("rates and the order of the batches begin anew, as if neither the scheduler nor the generator were restored.")
def scheduler_and_generator_not_restored(*given):
    return stopped_and_resumed(_pack, _unpack("scheduler random"))(*given)


@page.wrong(
    "The momentum and the order of the batches begin anew, as if neither the optimizer nor the generator were "
    "restored."
)
def optimizer_and_generator_not_restored(*given):
    return stopped_and_resumed(_pack, _unpack("optimizer random"))(*given)


@page.wrong("weights end elsewhere, as if the shuffling began anew from the generator's seed: keep its state, get_state().")
def seed_for_state(*given):
    def pack(*run):
        return _pack(*run) | {"seed": run[-1].initial_seed()}

    def unpack(saved, *run):
        run[-1].manual_seed(saved["seed"])
        return _unpack("random")(saved, *run)

    return stopped_and_resumed(pack, unpack)(*given)


@page.wrong("epoch is one too small: it is the number of epochs done. One epoch too many follows.")
def epoch_too_small(*given):
    return stopped_and_resumed(_pack, _unpack(shift=-1))(*given)


@page.wrong(
    "weights end elsewhere, as if neither the net nor the random state were restored: load the net's state dict, and "
    "set the generator's state."
)
def net_and_generator_not_restored(*given):
    return stopped_and_resumed(_pack, _unpack("net random"))(*given)


@page.wrong(
    "weights and rates go another way, as if nothing were restored: load the three state dicts, and set the "
    "generator's state."
)
def nothing_restored(*given):
    return stopped_and_resumed(_pack, _unpack("net optimizer scheduler random"))(*given)


@page.right
def under_other_names(*given):
    def pack(model, optimizer, scheduler, epoch, generator):
        parts = [part.state_dict() for part in (model, optimizer, scheduler)]
        return {"parts": parts, "rest": [epoch, generator.get_state()]}

    def unpack(saved, *objects):
        *loadable, generator = objects
        for part, state in zip(loadable, saved["parts"], strict=True):
            part.load_state_dict(state)
        epoch, state = saved["rest"]
        generator.set_state(state)
        return epoch

    return stopped_and_resumed(pack, unpack)(*given)


@page.right
def in_the_usual_way(*given):
    return stopped_and_resumed(_pack, _unpack())(*given)
