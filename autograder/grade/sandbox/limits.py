"""What one kernel may use."""

from dataclasses import dataclass

MAX_FILES = 20_000
MAX_OPEN_FILES = 1024


@dataclass(frozen=True)
class Limits:
    """What one kernel may use, with all the processes that it starts."""

    memory_bytes: int = 2 * 2**30
    """Memory, of each process and of all of them together with the files they write."""
    disk_bytes: int = 256 * 2**20
    """Files in the home folder, the copy of what was handed in among them; as much in /tmp and in /dev/shm."""
    file_bytes: int = 128 * 2**20
    """The largest file that can be written."""
    processes: int = 64
    """Processes and threads. A kernel with NumPy and torch has about 15."""
    cpu_seconds: int = 900
    """Processor time of one process. Time by the clock is for the caller to limit, cell by cell."""
    threads: int = 1
    """Threads that NumPy and torch use for one operation. A second one helps little, and waits where kernels share cores."""
