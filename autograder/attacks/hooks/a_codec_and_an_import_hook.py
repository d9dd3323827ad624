# A codec for "ascii" of its own, and a finder that answers every later import.
import codecs
import sys
import types


class Finder:
    def find_spec(self, name, path=None, target=None):
        if name.startswith("handgrad"):
            raise ImportError(name)


sys.meta_path.insert(0, Finder())
for name in [name for name in sys.modules if name.startswith("handgrad")]:
    del sys.modules[name]
codecs.register(lambda name: None)
gained = []
