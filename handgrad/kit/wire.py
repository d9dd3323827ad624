"""Plain data: what may cross between a notebook's kernel and the grader's process, and what `cases/` is made of.

A value is None, a bool, a number, a text, a list, a dict with text keys, a NumPy array of plain numbers, or one of
the functions in `handgrad.functions`. All of it is written as JSON. Nothing is ever unpickled, and what is read back
is treated as hostile: kinds, shapes and sizes are checked before any memory is taken.
"""

import base64
import dataclasses
import math
import sys
from typing import Any, cast

import numpy as np

DTYPES = ("bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64",
          "float16", "float32", "float64")
# Checked against what a message claims, before any memory is taken.
MOST_BYTES = 64 * 2**20
MOST_DIMENSIONS = 16  # NumPy allows 64; no exercise comes near


class NotPlain(ValueError):
    """A value that is not plain data, or bytes that do not hold what they claim to hold."""


def as_array(value: Any) -> Any:
    """A tensor as the array it holds; anything else as it is. torch is looked at only where it is already there."""
    torch = sys.modules.get("torch")
    if torch is not None and isinstance(value, torch.Tensor):
        return value.detach().cpu().resolve_conj().resolve_neg().numpy()
    return value


def encode(value: Any, readable: bool = False) -> Any:
    """The value as JSON. `readable` writes an array's numbers in decimal, as in `cases/`; otherwise as base64."""
    from handgrad import functions

    value = as_array(value)
    if isinstance(value, np.ndarray):
        return _encode_array(value, readable)
    # Before whole numbers, which Python's bools are too.
    if isinstance(value, np.bool_ | bool):
        return bool(value)
    if isinstance(value, np.integer | int):
        return int(value)
    if isinstance(value, np.floating | float):
        number = float(value)
        # JSON has no nan and no infinity; Python's json would write words that other readers refuse.
        return number if math.isfinite(number) else {"number": repr(number)}
    if value is None:
        return None
    if isinstance(value, str):
        return str(value)  # of a text of NumPy's too, which is a number's kin
    if isinstance(value, list | tuple):
        return [encode(item, readable) for item in value]
    if isinstance(value, functions.Function):
        fields = {f.name: encode(getattr(value, f.name), readable) for f in dataclasses.fields(cast(Any, value))}
        return {"function": type(value).__name__, "fields": fields}
    if isinstance(value, dict) and all(isinstance(key, str) for key in value):
        return {"dict": {key: encode(item, readable) for key, item in value.items()}}
    raise NotPlain(type(value).__name__)


def _encode_array(array: np.ndarray, readable: bool) -> dict[str, Any]:
    if array.dtype.name not in DTYPES:
        raise NotPlain(array.dtype.name)
    if array.nbytes > MOST_BYTES:
        raise NotPlain(f"{array.nbytes} bytes")
    head: dict[str, Any] = {"dtype": array.dtype.name, "shape": list(array.shape)}
    if readable:
        return head | {"numbers": array.ravel().tolist()}
    # Little-endian in row-major order on every machine: equal arrays are equal texts.
    little = array.astype(array.dtype.newbyteorder("<"), order="C", copy=False)
    return head | {"bytes": base64.b64encode(little.tobytes()).decode("ascii")}


def decode(plain: Any, depth: int = 0) -> Any:
    """The value that `encode` wrote. Raises `NotPlain` for anything that `encode` would not have written."""
    from handgrad import functions

    if depth > 20:  # lists nested without end would end in Python's own limit, in the judge's process
        raise NotPlain("nested too deeply")
    if isinstance(plain, int) and not -(2**63) <= plain < 2**64:
        raise NotPlain("an integer of more than 64 bits")  # NumPy would make an object of it
    if plain is None or isinstance(plain, bool | int | float | str):
        return plain
    if isinstance(plain, list):
        return [decode(item, depth + 1) for item in plain]
    if not isinstance(plain, dict):
        raise NotPlain(type(plain).__name__)
    if set(plain) == {"number"} and plain["number"] in ("nan", "inf", "-inf"):
        return float(plain["number"])
    if set(plain) == {"dict"} and isinstance(plain["dict"], dict):
        return {str(key): decode(item, depth + 1) for key, item in plain["dict"].items()}
    if set(plain) == {"function", "fields"} and isinstance(plain["fields"], dict):
        kind = functions.KINDS.get(str(plain["function"]))
        if kind is None:
            raise NotPlain("unknown function")
        return kind(**{str(key): decode(item, depth + 1) for key, item in plain["fields"].items()})
    return _decode_array(plain)


def _decode_array(plain: dict[str, Any]) -> np.ndarray:
    shape = plain.get("shape")
    if plain.get("dtype") not in DTYPES or not isinstance(shape, list) or len(shape) > MOST_DIMENSIONS:
        raise NotPlain("not an array")
    # `type(n) is int`: True is an int too, and a shape of (True, True) is none.
    if not all(type(n) is int and 0 <= n <= MOST_BYTES for n in shape):
        raise NotPlain("not a shape")
    dtype = np.dtype(plain["dtype"]).newbyteorder("<")
    size = math.prod(shape)
    if size * dtype.itemsize > MOST_BYTES:
        raise NotPlain("too large")
    if "numbers" in plain:
        numbers = plain["numbers"]
        if not isinstance(numbers, list) or len(numbers) != size:
            raise NotPlain("an array with another number of entries than its shape says")
        return np.array(numbers, dtype=dtype.newbyteorder("=")).reshape(shape)
    try:
        raw = base64.b64decode(plain["bytes"], validate=True)
    except (KeyError, TypeError, ValueError) as error:
        raise NotPlain("not base64") from error
    if len(raw) != size * dtype.itemsize:
        raise NotPlain("an array with another number of bytes than its shape says")
    # astype also copies: what lies in a message's bytes cannot be written.
    return np.frombuffer(raw, dtype).reshape(shape).astype(dtype.newbyteorder("="))
