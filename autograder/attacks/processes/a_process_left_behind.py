# A process that leaves the kernel's group and session, and outlives it.
import os
import sys

gained = []
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.execv(sys.executable, [sys.executable, "-c", "import time; time.sleep(300)", f"handgrad-left-behind-{PORT}"])
    os._exit(0)
