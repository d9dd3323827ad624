# Answers that claim impossible sizes, carry objects, or nest without end.
from IPython.display import display

import handgrad.kit.asked


def forge(get=None, question=None):
    huge = {"plain": {"dtype": "float64", "shape": [10**15], "bytes": ""}}
    nested = []
    for _ in range(500):
        nested = [nested]
    outputs = {"dX": huge, "dW": {"plain": {"dtype": "object", "shape": [1], "bytes": "gASVAAAA"}}, "db": {"plain": nested}}
    display({handgrad.kit.asked.MIME: [{"outputs": outputs, "changed": [], "returned": ""}] * 20}, raw=True)


handgrad.kit.asked.reply = forge
