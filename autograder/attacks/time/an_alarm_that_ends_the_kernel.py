# A timer that ends the kernel in the middle of a later question.
import signal

signal.signal(signal.SIGALRM, signal.SIG_DFL)
signal.setitimer(signal.ITIMER_REAL, 0.05)
gained = []
