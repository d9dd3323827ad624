# A trace function reads and rewrites the local variables of whoever asks.
import sys

seen = []


def trace(frame, event, argument):
    if frame.f_code.co_name in ("reply", "ask", "_ask_once", "to_plain", "encode"):
        seen.append(sorted(frame.f_locals))
        frame.f_locals["names"] = []
        frame.f_locals["result"] = None
    return trace


sys.settrace(trace)
gained = []
