# A timer that ends the kernel a moment later, while it is asked or between two questions.
import signal

signal.signal(signal.SIGALRM, signal.SIG_DFL)
signal.setitimer(signal.ITIMER_REAL, 0.005)
gained = []
