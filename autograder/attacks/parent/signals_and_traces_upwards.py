# Looks for processes beyond its own: by signal, by trace, by the files of each.
import ctypes
import os
import signal

gained = []
known = {int(thread) for name in os.listdir("/proc") if name.isdigit() and name != "1" for thread in os.listdir(f"/proc/{name}/task")}
for pid in sorted(set(range(2, 5000)) - known):
    for reach in (lambda: os.kill(pid, signal.SIGTERM), lambda: os.getsid(pid), lambda: os.pidfd_open(pid)):
        try:
            reach()
        except OSError:
            continue
        if pid not in {int(name) for name in os.listdir("/proc") if name.isdigit()}:
            gained.append(f"process {pid}")
if os.path.exists("/proc/1/status") or os.path.exists("/proc/1/ns/pid"):
    gained.append("process 1's files")
for call in ("ptrace", "process_vm_readv"):
    if getattr(ctypes.CDLL(None), call)(16, 1, 0, 0, 0, 0) == 0:
        gained.append(call)
if os.getsid(0) == 0 or os.getpgid(0) == 0:
    gained.append("a group with processes outside")
