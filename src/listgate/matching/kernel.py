"""The compiled kernel, called through ctypes; ``kernel/*.h`` say what it does."""

from __future__ import annotations

import ctypes as c
import mmap
import sys
from functools import cache
from pathlib import Path

from listgate.errors import ListgateError

ABI = 2
N_FEATURES = 68
MAX_TOKENS = 24
TOKEN = 128

_SUFFIX = {"darwin": ".dylib", "win32": ".dll"}.get(sys.platform, ".so")
_HERE = Path(__file__).parent
TABLES = _HERE / "data" / "tables.bin"


class Ask(c.Structure):
    """What is asked of an index; ``kernel/search.h`` has the same."""

    _fields_ = [
        ("on", c.c_int32),
        ("type", c.c_int32),
        ("lists", c.c_uint64),
        ("floor", c.c_double),
        ("limit", c.c_int32),
        ("all", c.c_int32),
    ]


@cache
def library() -> c.CDLL:
    """The shared library, loaded once.

    Raises:
        ListgateError: The package was installed without its compiled part.
    """
    path = _HERE / f"_kernel{_SUFFIX}"
    if not path.exists():
        raise ListgateError(
            "The matching kernel is not compiled; install the package with pip, or run "
            "`python scripts/build_kernel.py` in a checkout."
        )
    lib = c.CDLL(str(path))
    lib.lg_abi.restype = c.c_uint32
    if lib.lg_abi() != ABI:
        raise ListgateError(
            "The compiled kernel is of another version; install the package again."
        )
    p, size = c.c_void_p, c.c_size_t
    lib.lg_open.restype = p
    lib.lg_open.argtypes = [p, size, p, size]
    lib.lg_close.argtypes = [p]
    lib.lg_close.restype = None
    lib.lg_tune.argtypes = [p, c.c_int, c.c_int, *[c.c_double] * 6]
    lib.lg_tune.restype = None
    lib.lg_counts.argtypes = [p, p]
    lib.lg_search.restype = c.c_int64
    lib.lg_search.argtypes = [p, c.c_char_p, p, c.c_int, p, c.POINTER(Ask), *[p] * 5]
    lib.lg_candidates.restype = c.c_int64
    lib.lg_candidates.argtypes = [
        *(p, c.c_char_p, p, c.c_int, c.POINTER(Ask)),
        *(p, p, p, p, c.c_int64),
    ]
    lib.lg_score.restype = c.c_double
    lib.lg_score.argtypes = [
        *(p, c.c_char_p, c.c_int, c.c_char_p, c.c_int, c.c_int),
        *(p, p, p, p, p, p),
    ]
    lib.lg_build.restype = p
    lib.lg_build.argtypes = [p, c.c_char_p, p, c.c_uint32, p]
    lib.lg_build_free.argtypes = [p]
    lib.lg_build_free.restype = None
    lib.lg_build_section.argtypes = [
        *(p, c.c_int, c.POINTER(p), c.POINTER(c.c_uint64), c.POINTER(c.c_char_p)),
    ]
    return lib


class Mapped:
    """A file mapped read-only, shared between the processes that map it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with path.open("rb") as file:
            self.view = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
        self._anchor = c.c_char.from_buffer(self.view)
        self.address = c.addressof(self._anchor)
        self.size = len(self.view)


@cache
def tables() -> Mapped:
    """The packaged tables of words and trees."""
    return Mapped(TABLES)


class Kernel:
    """One handle: tables, perhaps an index, and room to work in. Not thread-safe."""

    def __init__(self, tables: Mapped, index: Mapped | None = None) -> None:
        self._lib = library()
        self._held = (tables, index)  # mapped memory must outlive the handle
        self.handle = self._lib.lg_open(
            tables.address,
            tables.size,
            index.address if index else None,
            index.size if index else 0,
        )
        if not self.handle:
            raise ListgateError("The matching tables or index are damaged.")

    def __del__(self) -> None:
        handle = getattr(self, "handle", None)
        if handle:
            self._lib.lg_close(handle)
            self.handle = None
