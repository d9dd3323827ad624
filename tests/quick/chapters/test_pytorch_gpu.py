"""What is special to chapter 09: the programs its exercises go through, the explorers' numbers, claims that no cell asserts."""

import json
import subprocess
import sys
from functools import cache
from itertools import pairwise

import numpy as np
import pytest
import torch
from torch import nn
from torch.utils.data import Dataset

from autograder import exercises
from handgrad import torch_training
from handgrad.adapters import pytorch_gpu as programs
from handgrad.explore import pytorch_gpu as explore
from handgrad.kit.answer import ask
from handgrad.kit.judge import judge

CHAPTER = "pytorch_gpu"


def source_of(course, words: str) -> str:
    """The source of the one code cell of the solution that holds these words."""
    cells = json.loads((course.solutions / "09-pytorch-gpu" / "pytorch_gpu.ipynb").read_text("utf-8"))["cells"]
    (found,) = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code" and words in "".join(cell["source"])]
    return found


def test_the_device_cell_picks_what_is_there(course):
    names = {"torch": torch}
    exec(source_of(course, "device = torch.device"), names)
    best = "cuda" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() else "cpu"
    assert names["device"].type == best


@pytest.mark.parametrize("name", ["cuda", "mps"])
def test_the_device_cell_picks_a_gpu_where_one_is_said_to_be_there(course, monkeypatch, name):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: name == "cuda")
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: name == "mps")
    names = {"torch": torch}
    exec(source_of(course, "device = torch.device"), names)
    assert names["device"].type == name


def test_what_is_moved_to_the_device_is_never_float64(course):
    # mps has no float64: whatever the notebook moves to `device` was made float32 first.
    for words in ("fit = TensorDataset", "class OneByOne"):
        assert "dtype=torch.float32" in source_of(course, words)
    assert ".double()" not in source_of(course, "def digit_net")


def test_the_kit_does_not_import_torch_before_it_is_needed():
    probe = "import sys, handgrad, handgrad.explore.pytorch_gpu; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", probe], timeout=600).returncode == 0


# --- accumulation, checkpoints, events -------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [1, 2, 5, 11, 40])
def test_gradients_added_up_over_pieces_equal_those_of_one_large_batch(size):
    rng = np.random.default_rng(size)
    X, y, W, b = rng.normal(size=(11, 4)), rng.integers(0, 3, 11), rng.normal(size=(4, 3)), rng.normal(size=3)
    leaves = [torch.tensor(array, requires_grad=True) for array in (W, b)]
    nn.functional.cross_entropy(torch.tensor(X) @ leaves[0] + leaves[1], torch.tensor(y)).backward()
    for one in exercises.load(CHAPTER, "accumulated_gradients").rights:
        found = one(W, b, X, y, size)
        dW, db = (found["dW"], found["db"]) if isinstance(found, dict) else found
        assert np.allclose(dW, leaves[0].grad, rtol=0, atol=1e-12)
        assert np.allclose(db, leaves[1].grad, rtol=0, atol=1e-12)


def test_a_run_that_stops_after_any_epoch_and_is_resumed_ends_where_one_without_a_stop_ends():
    exercise = exercises.load(CHAPTER, "checkpoint")
    right = exercise.rights[0]
    (_, given), *_ = exercise.public_inputs()
    ends = [right(*(given | {"stop": stop}).values())["weights"] for stop in range(1, given["epochs"])]
    weights, _, _ = exercise.answer(**given)
    for end in ends:
        assert np.array_equal(end, ends[0])
        assert np.allclose(end, weights, rtol=0, atol=1e-12)


def test_every_memory_of_a_run_matters_in_every_public_case():
    exercise = exercises.load(CHAPTER, "checkpoint")
    for _, given in exercise.public_inputs():
        weights = exercise.answer(**given)[0]
        for wrong in exercise.wrongs:
            if wrong.function.__name__ == "epoch_too_small":  # the epoch too many has the rate 0
                continue
            changed = wrong.function(*given.values())["weights"]
            assert np.abs(changed - weights.numpy()).max() > 1e-3, wrong.function.__name__


def test_what_is_written_for_tensorboard_is_read_back(tmp_path):
    from torch.utils.tensorboard import SummaryWriter

    with SummaryWriter(str(tmp_path)) as writer:
        for step, value in ((1, 0.5), (2, 0.25)):
            writer.add_scalar("loss/training", value, step)
            writer.add_histogram("weights", np.array([-value, 0.0, 2.0]), step)
    assert list(tmp_path.glob("events.out.tfevents.*"))
    scalars, histograms = programs.events(str(tmp_path))
    assert scalars["loss/training"].tolist() == [[1, 0.5], [2, 0.25]]
    assert histograms["weights"].tolist() == [[1, -0.5, 2, 3], [2, -0.25, 2, 3]]


def test_a_writer_that_is_left_open_is_read_whole_every_time():
    from torch.utils.tensorboard import SummaryWriter

    def left_open(folder, losses, accuracies, weights):
        writer = SummaryWriter(folder)
        for step, loss in enumerate(losses):
            writer.add_scalar("loss/training", loss, step)

    for _ in range(5):
        found = programs.read_back(left_open)(np.ones(40), np.ones(0), np.ones(0))
        assert len(found["losses"]) == 40


def test_nothing_is_left_in_the_working_folder_by_the_programs_that_write(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("write_run", "checkpoint"):
        exercise = exercises.load(CHAPTER, name)
        (_, given), *_ = exercise.public_inputs()
        exercise.rights[0](*given.values())
    assert not list(tmp_path.iterdir())


# --- the programs themselves -----------------------------------------------------------------------------------------


def test_the_finished_forms_agree_with_the_references_of_the_exercises():
    train, measure = exercises.load(CHAPTER, "train_epoch"), exercises.load(CHAPTER, "evaluate")
    for _, given in train.public_inputs():
        found = programs.on_arrays(torch_training.run_epoch)(**given)
        weights, loss, _ = train.answer(**given)
        assert np.allclose(found["weights"], weights, rtol=0, atol=1e-10)
        assert found["loss"] == pytest.approx(loss)
    for _, given in measure.public_inputs():
        found = programs.measured_on_arrays(torch_training.measure)(**given)
        assert (found["loss"], found["accuracy"], found["recorded"]) == (pytest.approx(measure.answer(**given)[0]),
                                                                         measure.answer(**given)[1], False)  # fmt: skip


def test_answers_of_the_wrong_kind_are_told_what_is_expected():
    (_, run), *_ = exercises.load(CHAPTER, "checkpoint").public_inputs()
    with pytest.raises(ValueError, match="weights_only=True"):
        programs.stopped_and_resumed(lambda net, *_: {"net": net}, lambda *_: 0)(**run)
    with pytest.raises(TypeError, match="resume returned NoneType"):
        programs.stopped_and_resumed(lambda *_: {}, lambda *_: None)(**run)
    (_, given), *_ = exercises.load(CHAPTER, "evaluate").public_inputs()
    with pytest.raises(TypeError, match="Two values should come back, and there came float"):
        programs.measured_on_arrays(lambda *_: 0.5)(**given)


def test_measuring_nothing_says_so():
    with pytest.raises(ValueError, match="nothing to measure"):
        torch_training.measure(nn.Linear(2, 2), [])


def test_tensors_of_two_devices_meet_nowhere_and_other_errors_go_on():
    (_, given), *_ = exercises.load(CHAPTER, "loss_on_device").public_inputs()
    given |= {"device": "meta"}
    assert programs.on_devices(lambda net, X, y, device: net.to(device)(X))(**given)["where"] == "nowhere"
    with pytest.raises(RuntimeError, match="another reason"):
        programs.on_devices(lambda *_: (_ for _ in ()).throw(RuntimeError("another reason")))(**given)
    with pytest.raises(NotImplementedError):  # a stub whose name speaks of a device
        programs.on_devices(lambda *_: (_ for _ in ()).throw(NotImplementedError("loss_on_device")))(**given)


def test_a_loss_that_is_fetched_from_the_device_is_told_so_and_is_no_unwritten_exercise():
    (_, given), *_ = exercises.load(CHAPTER, "loss_on_device").public_inputs()
    with pytest.raises(RuntimeError, match="was fetched from the device 'meta'") as caught:
        programs.on_devices(lambda net, X, y, device: net.to(device)(X.to(device)).sum().cpu())(**given | {"device": "meta"})
    assert not isinstance(caught.value, NotImplementedError)


@pytest.mark.parametrize(("start_up", "launch", "seconds"), [(2.0, 0.01, 0.5), (1.0, 0.3, 0.1)])
def test_a_toy_device_is_as_fast_as_the_slower_of_launching_and_working(start_up, launch, seconds):
    toy = programs.ToyDevice(start_up, launch, seconds)
    toy.work()
    assert toy.clock() == pytest.approx(start_up + launch)
    toy.synchronize()
    assert toy.clock() == pytest.approx(start_up + launch + seconds)
    began = toy.clock()
    for _ in range(1000):
        toy.work()
    toy.synchronize()
    assert (toy.clock() - began) / 1000 == pytest.approx(max(launch, seconds), rel=0.01)


# --- the explorers' numbers ------------------------------------------------------------------------------------------


def test_the_measured_points_lie_on_the_cpus_curve_and_beyond_them_it_grows_with_the_third_power():
    for n, seconds in explore.MEASURED.items():
        assert explore.cpu_seconds(n) == pytest.approx(seconds)
    assert explore.cpu_seconds(8192) == pytest.approx(8 * explore.MEASURED[4096])


def test_the_model_of_a_gpu_is_a_launch_the_way_there_and_the_arithmetic():
    launch, sent, computed = explore.gpu_seconds(10_000, "T4", explore.PLACES[1])
    assert launch == explore.LAUNCH
    assert sent == pytest.approx(3 * 4 * 10_000**2 / 16e9)
    assert computed == pytest.approx(2 * 10_000**3 / 8.1e12)
    assert explore.gpu_seconds(10_000, "T4", explore.PLACES[0])[1] == 0


@pytest.mark.parametrize("card", explore.CARDS)
@pytest.mark.parametrize("place", explore.PLACES)
def test_from_the_crossing_on_the_model_is_faster(card, place):
    size = explore.crossing(card, place)
    for factor, faster in ((0.9, False), (1.1, True), (20, True)):
        assert (sum(explore.gpu_seconds(factor * size, card, place)) < explore.cpu_seconds(factor * size)) is faster


def test_the_chapter_says_that_its_gpu_figures_are_a_model(course):
    prose = (course.source / "09-pytorch-gpu" / "pytorch_gpu.py").read_text("utf-8")
    assert "No GPU was measured" in prose
    assert "a model" in explore.sizes.alt


@pytest.mark.parametrize(("workers", "load", "step"), [(0, 8, 2), (1, 8, 2), (2, 8, 2), (4, 8, 2), (4, 1, 4), (3, 10, 1)])
def test_in_the_timeline_no_batch_is_trained_on_before_it_is_loaded_and_nobody_does_two_things_at_once(workers, load, step):
    loads, steps = explore.timeline(workers, load, step)
    rows: dict[int, list[tuple[float, float]]] = {}
    for (row, start), begin in zip(loads, steps, strict=True):
        assert begin >= start + load
        rows.setdefault(row, []).append((start, start + load))
        rows.setdefault(0, []).append((begin, begin + step))
    for spans in rows.values():
        for (_, end), (start, _) in pairwise(sorted(spans)):
            assert start >= end - 1e-9


def test_four_workers_are_enough_for_loading_four_times_as_slow_as_training_and_three_are_not():
    waits = {}
    for workers in (3, 4):
        _, steps = explore.timeline(workers, 8, 2)
        waits[workers] = max(later - begin - 2 for begin, later in pairwise(steps))
    assert waits[4] == 0 < waits[3]


# --- claims of the prose ---------------------------------------------------------------------------------------------


def test_the_numbers_of_the_lecture_in_the_prose():
    names = {name: tuple(p.shape) for name, p in nn.Sequential(nn.Linear(784, 64), nn.ReLU(), nn.Linear(64, 64), nn.ReLU(),
                                                               nn.Linear(64, 10)).named_parameters()}  # fmt: skip
    assert sum(int(np.prod(shape)) for shape in names.values()) == 55_050
    assert round(2 * 10_000**3 / 27.8 / 1e9) == 72
    on_a_t4 = 2 * 10_000**3 / explore.CARDS["T4"].flops
    assert round(on_a_t4, 2) == 0.25
    assert round(3.02 - on_a_t4, 1) == 2.8


def test_the_ladder_of_the_benchmark_trains_and_measures_on_any_images():
    from benchmarks import mnist_epochs

    rng = np.random.default_rng(0)
    y = rng.integers(0, 10, 600)
    X = rng.integers(0, 40, (600, 784)).astype(np.uint8)
    X[np.arange(600), 70 * y] = 255
    run = mnist_epochs.Run(X[:500], y[:500], X[500:], y[500:], torch.device("cpu"), epochs=2, workers=0)
    ways = [lambda: mnist_epochs.with_loader(run, 0)]
    ways += [lambda how=how: mnist_epochs.on_device(run, 100, 1e-2, how) for how in ("lecture", "")]
    for climb in ways:
        seconds, worked, share = climb()
        assert seconds > 0
        assert worked > 0
        assert 0 <= share <= 1


class Kept(Dataset):
    """Images and labels, and a transform at each access."""

    def __init__(self, images, labels, transform=None):
        self.images, self.labels, self.transform = images, labels, transform or (lambda image: image)

    def __len__(self):
        return len(self.images)

    def __getitem__(self, index):
        return self.transform(self.images[index]), self.labels[index]


class Once(Kept):
    """Transforms in __init__."""

    def __init__(self, images, labels, transform=None):
        super().__init__([(transform or (lambda image: image))(image) for image in images], labels)


class Remembering(Kept):
    """Transforms an item when it is first fetched, and keeps it."""

    @cache  # noqa: B019
    def __getitem__(self, index):
        return super().__getitem__(index)


@pytest.mark.parametrize(("dataset", "anew"), [(Kept, True), (Once, False), (Remembering, False)])
def test_a_transform_is_called_at_each_access(dataset, anew):
    items = programs.asked_for_items(dataset)
    assert items(np.ones((3, 2, 2)), np.arange(3), 16.0, 1)["anew"] is anew
    assert items(np.ones((3, 2, 2)), np.arange(3), 0.0, 1)["anew"] is True, "without a transform there is nothing to call"


@pytest.mark.parametrize("finish", ["close", "flush", None])
def test_a_writer_that_is_left_open_is_noticed(finish):
    def write(folder, losses, accuracies, weights):
        from torch.utils.tensorboard import SummaryWriter

        writer = SummaryWriter(folder)
        writer.add_scalar("loss/training", losses[0], 1)
        if finish:
            getattr(writer, finish)()

    assert programs.read_back(write)(np.ones(1), np.ones(1), np.ones((1, 2, 2)))["complete"] is bool(finish)


def test_weights_may_lie_either_way_but_not_both_ways():
    page = exercises.load("pytorch_gpu", "mlp")
    (_, inputs), *_ = page.public_inputs()

    def net(*shapes):
        return nn.ParameterList(torch.empty(shape) for shape in shapes)

    class Own(nn.Module):
        def __init__(self, shapes):
            super().__init__()
            self.own = net(*shapes)

        def forward(self, X):
            return X[:, :3]

    own = [array.shape for array in inputs["arrays"]]
    turned = [shape[::-1] for shape in own]
    for shapes, filled in ((own, True), (turned, True), ([own[0], *turned[1:]], False), (own[2:] + own[:2], False)):
        found = programs.with_parameters(lambda _, shapes=shapes: Own(shapes))(**inputs)
        assert (found["scores"].shape == (len(inputs["X"]), 3)) is filled


def test_a_stop_watch_of_ones_own_is_refused():
    with pytest.raises(ValueError, match="clock that is handed in"):
        programs.on_toy_device(lambda work, synchronize, clock, repeats: 0.5)(1.0, 0.1, 0.5, 3)


def test_the_object_none_is_told_from_an_answer_that_is_missing():
    exercise = exercises.load("pytorch_gpu", "grads_add_up").public_exercise()
    given = {"first": [2, -4, 8], "second": [4, -8, 16], "third": [3, 3, 3], "b_grad": None}
    found = judge(exercise, exercise.cases, ask(programs.in_words(lambda: given), [{}], list(exercise.rules)))
    assert found.parts == {"first": True, "second": True, "third": True, "b_grad": False}
    assert "in quotes" in found.diagnoses[0]
