"""What is special to chapter 10: db of the convolution layer, the explorers' numbers, and claims that no cell asserts."""

import re

import numpy as np
import pytest
import torch

from autograder import exercises
from autograder.course import here
from autograder.publish.source import read_source
from handgrad.explore import convolution as explore
from handgrad.layers import numerical_gradient, relative_error


def test_db_of_the_convolution_layer_is_its_gradient():
    # b is no input of conv_backward, so the page's forward function cannot hold db.
    forwards, backwards = (exercises.load("convolution", name).answer for name in ("conv_forward", "conv_backward"))
    for _, inputs in exercises.load("convolution", "conv_backward").public_inputs():
        dS, X, W, padding, stride = inputs.values()
        db = backwards(dS, X, W, padding, stride)[2]
        b = torch.zeros(len(W), dtype=torch.float64, requires_grad=True)
        S = torch.nn.functional.conv2d(torch.tensor(X), torch.tensor(W), b, padding=padding, stride=stride)
        S.backward(torch.tensor(dS))
        assert relative_error(db, b.grad.numpy()) < 1e-12
        measured = numerical_gradient(
            lambda b, dS=dS, X=X, W=W, p=padding, s=stride: float(np.sum(dS * forwards(X, W, b, p, s))), np.zeros(len(W))
        )
        assert relative_error(db, measured) < 1e-8


@pytest.mark.parametrize("name", ["conv_forward", "conv_backward"])
def test_padding_stride_and_what_is_left_over_are_asked_for(name):
    exercise = exercises.load("convolution", name)
    for inputs in (exercise.public_inputs(), exercise.secret_inputs(b"tests")):
        cases = [case for _, case in inputs]
        assert any(case["padding"] for case in cases)
        assert any(case["stride"] > 1 for case in cases)
        assert any(case["X"].shape[1] > 1 for case in cases)
        assert any((case["X"].shape[2] + 2 * case["padding"] - case["W"].shape[2]) % case["stride"] for case in cases)


def test_pooling_is_asked_about_ties_and_about_rows_left_over():
    cases = [case for _, case in exercises.load("convolution", "max_pool_backward").public_inputs()]
    assert any(case["X"].shape[2] % case["size"] for case in cases)
    assert any(len(np.unique(case["X"])) < case["X"].size for case in cases)


def test_the_test_images_of_train_shifted_are_the_training_kind_moved_and_need_augmentation():
    exercise = exercises.load("convolution", "train_shifted")
    for _, case in exercise.secret_inputs(b"tests"):
        X_train, y_train, X_test = case["X_train"], case["y_train"], case["X_test"]
        assert not X_train[:, :2].any()
        assert not X_train[:, :, -2:].any()
        assert X_test[:, :2].any()
        labels = exercise.answer(**case)
        # The nearest of the images as they are: far below what is asked for.
        test, train = (X.reshape(len(X), -1).astype(float) for X in (X_test, X_train))
        gaps = (train**2).sum(axis=1) - 2 * test @ train.T
        assert np.mean(y_train[gaps.argmin(axis=1)] == labels) < exercise.rules["labels"].at_least - 0.1


def test_the_net_of_the_solution_reads_shifted_digits_with_room_to_spare_whatever_digits_are_drawn():
    names: dict = {"np": np, "torch": torch, "nn": torch.nn, "cross_entropy": torch.nn.functional.cross_entropy}
    for cell in read_source(here(), here().chapter("convolution")).cells:
        if cell.cell_type == "code" and re.search(r"^def (measure|train|train_shifted)\(", cell.source, re.MULTILINE):
            exec(cell.source, names)
        elif cell.cell_type == "code" and "def small_net" in cell.source:
            exec(cell.source[cell.source.index("def small_net") :].partition("\n\n\n")[0], names)
    exercise = exercises.load("convolution", "train_shifted")
    for number in range(10):
        for _, case in exercise.secret_inputs(b"%d" % number):
            right = np.mean(names["train_shifted"](**case) == exercise.answer(**case))
            assert right > exercise.rules["labels"].at_least + 0.1, f"chance decides: {right:.0%} in draw {number}"


@pytest.mark.parametrize("kernel", explore.KERNELS)
@pytest.mark.parametrize("position", [1, 15, 36])
def test_the_sum_worked_out_is_the_response(kernel, position):
    K, X = explore.KERNELS[kernel], explore.digit(3)
    pairs, total = explore.worked_sum(position, kernel)
    want = torch.nn.functional.conv2d(torch.tensor(X)[None, None], torch.tensor(K)[None, None])[0, 0]
    assert len(pairs) == 9
    assert total == pytest.approx(sum(k * p for k, p in pairs))
    assert total == pytest.approx(float(want[explore.place(position)]))


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_rotation_by_right_angles_only_moves_pixels(turns):
    assert np.allclose(explore.rotated(explore.digit(6), 90 * turns), np.rot90(explore.digit(6), turns))


def test_a_rotation_is_that_of_grid_sample():
    angle = np.deg2rad(25)
    matrix = torch.tensor([[[np.cos(angle), -np.sin(angle), 0], [np.sin(angle), np.cos(angle), 0]]])
    image = torch.tensor(explore.digit(4))[None, None]
    grid = torch.nn.functional.affine_grid(matrix, image.shape, align_corners=False)
    want = torch.nn.functional.grid_sample(image, grid, align_corners=False)[0, 0].numpy()
    assert np.allclose(explore.rotated(explore.digit(4), 25), want, atol=1e-7)


def test_a_shift_by_less_than_the_margin_loses_no_ink_and_goes_back():
    wide = np.pad(explore.digit(5), 3)
    there = explore.shifted(wide, 2, -3)
    assert there.sum() == wide.sum()
    assert np.array_equal(explore.shifted(there, -2, 3), wide)


def test_the_hand_made_kernels_do_what_the_chapter_says():
    plain = np.full((5, 5), 0.7)
    for name, K in explore.KERNELS.items():
        keeps = name in ("sharpen", "blur", "leave as it is")
        assert explore.respond(plain, K) == pytest.approx(np.full((3, 3), 0.7 if keeps else 0.0)), name
    left, right = np.zeros((3, 3)), np.zeros((3, 3))
    left[1, 0], right[1, 1] = 1, -1
    stroke = np.zeros((3, 6))
    stroke[1, 1:4] = 1
    assert explore.respond(stroke, left + right)[0].tolist() == [-1, 0, 0, 1]


def test_the_counts_in_the_prose():
    hidden = exercises.load("convolution", "lecture_counts").answer()[0]
    assert hidden // 60_000 == 13
    convolution, dense = exercises.load("convolution", "conv_parameters").answer(3, 8, 3, 32, 32)
    assert (convolution, dense) == (224, 3073 * 8192)
