# Reads and traces the process above: its memory, its environment, its open files.
import ctypes
import os

gained = []
for pid in sorted({1, 2, os.getppid()} - {os.getpid()}):
    for name in ("mem", "environ"):
        try:
            with open(f"/proc/{pid}/{name}", "rb") as file:
                if name == "mem":
                    file.seek(4096 * 1024)
                found = file.read(100)
            if b"SECRET" in found or (name == "mem" and found):
                gained.append(f"/proc/{pid}/{name}")
        except (OSError, ValueError):
            pass
if ctypes.CDLL(None).ptrace(16, os.getppid(), 0, 0) == 0:
    gained.append("ptrace")
