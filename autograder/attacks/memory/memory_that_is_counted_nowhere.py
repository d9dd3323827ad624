# Memory that belongs to no process: shared segments and anonymous files.
import ctypes

gained = []
libc = ctypes.CDLL(None, use_errno=True)
if libc.shmget(0, ctypes.c_size_t(2**30), 0o1600) >= 0:
    gained.append("a shared segment")
if libc.memfd_create(b"hog", 0) >= 0:
    gained.append("an anonymous file")
