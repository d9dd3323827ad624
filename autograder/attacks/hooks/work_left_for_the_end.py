# What is to run when the kernel ends, and when objects are deleted: exits, finalizers, excepthooks.
import atexit
import sys
import weakref


class Owner:
    def __del__(self):
        print("12.0")


owner = Owner()
atexit.register(lambda: print("12.0"))
weakref.finalize(owner, print, "12.0")
sys.excepthook = sys.unraisablehook = lambda *args: print("12.0")
gained = []
