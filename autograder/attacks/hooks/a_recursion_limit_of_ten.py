# Nothing that is nested can run any more.
import sys

gained = []
sys.setrecursionlimit(max(60, len(__import__("inspect").stack()) + 10))
