"""How long a product of two square matrices takes, by size, on every device that is there.

    python benchmarks/products.py [--threads 2]

Measured as chapter 09 teaches: float32, a warm-up, a wait before each reading of the clock, the fastest of five rounds.
The rows for the CPU are those that its explorer ships (handgrad/explore/pytorch_gpu.py, MEASURED).
"""

import argparse
import datetime
import platform
import time

import torch

SIZES = [2**k for k in range(4, 13)]


def wait(device: torch.device) -> None:
    """Wait until the device has done all its work."""
    if device.type == "cuda":
        torch.cuda.synchronize()
    elif device.type == "mps":
        torch.mps.synchronize()


def seconds(n: int, device: torch.device) -> float:
    """The time of one product of n by n matrices that lie on the device."""
    A, B = torch.randn(n, n, device=device), torch.randn(n, n, device=device)
    # Some billion operations a round: a small product alone is too short for the clock.
    repeats = max(1, int(2e9 / (2 * n**3 + 1e6)))
    rounds = []
    for _ in range(5):
        A @ B
        wait(device)
        began = time.perf_counter()
        for _ in range(repeats):
            A @ B
        wait(device)
        rounds.append((time.perf_counter() - began) / repeats)
    return min(rounds)


def name(device: torch.device) -> str:
    """What the device is called."""
    return torch.cuda.get_device_name() if device.type == "cuda" else f"{device.type}, {platform.machine()}"


def main() -> None:
    """Print a row for each size and device."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    torch.set_num_threads(parser.parse_args().threads)
    devices = [torch.device("cpu")]
    devices += [torch.device("cuda")] if torch.cuda.is_available() else []
    devices += [torch.device("mps")] if torch.backends.mps.is_available() else []
    for device in devices:
        print(f"{name(device)}, {datetime.date.today()}, torch {torch.__version__}, {torch.get_num_threads()} threads")
        for n in SIZES:
            took = seconds(n, device)
            print(f"    {n}: {took:.3g},  # {2 * n**3 / took / 1e9:.0f} GFLOP/s")


if __name__ == "__main__":
    main()
