"""Dask: worker processes on this machine, or a cluster that runs already."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import dask
from distributed import Client, LocalCluster

from autograder.grade.ledger import NotReady

# Dask would keep the last thousand messages, with the notebooks in them, and samples of each student's call stacks.
FORGETFUL = {"distributed.admin.low-level-log-length": 0, "distributed.worker.profile.enabled": False}


@contextmanager
def local(jobs: int) -> Iterator[Client]:
    """Worker processes on this machine, one submission each at a time."""
    with (
        dask.config.set(FORGETFUL),
        LocalCluster(n_workers=jobs, threads_per_worker=1, host="127.0.0.1",
                     dashboard_address="127.0.0.1:0", silence_logs=logging.CRITICAL) as cluster,
        Client(cluster) as client,
    ):
        yield client


@contextmanager
def existing(address: str, wait_seconds: float = 60) -> Iterator[Client]:
    """A cluster that runs already. Raises `NotReady` where it cannot be reached, or has no worker."""
    try:
        with dask.config.set(FORGETFUL):
            client = Client(address, timeout=wait_seconds)
    except (OSError, TimeoutError, ValueError) as error:
        raise NotReady(f"No Dask scheduler answers at {address}: {error}. Start one with: dask scheduler") from None
    with client:
        try:
            client.wait_for_workers(1, timeout=wait_seconds)
        except TimeoutError:
            raise NotReady(f"The scheduler at {address} has no worker. Start one with: dask worker {address}") from None
        yield client
