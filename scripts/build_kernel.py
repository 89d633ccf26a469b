"""Compile the matching kernel: a hatchling build hook, and a command of its own.

``pip install .`` and ``pip install -e .`` call the hook; ``python scripts/build_kernel.py``
compiles in place. The machine's C compiler is used where one works; where none does, the
hook asks the installer for the ``ziglang`` package, which holds a whole one.

The flags keep scores equal to the last bit on every machine: no fused multiply-add, no
reordering of sums, and no instruction beyond the processor family's baseline.
"""

from __future__ import annotations

import importlib.util
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ModuleNotFoundError:  # run as a command, where hatchling is not needed
    BuildHookInterface = object  # type: ignore[assignment,misc]

SOURCE = "src/listgate/matching/_kernel.c"
ZIG = "ziglang>=0.13"
FLAGS = (
    "-O3",
    "-std=c11",
    "-shared",
    "-ffp-contract=off",
    "-fno-fast-math",
    # A square root is then the processor's own, exact by IEEE 754: no libm is called.
    "-fno-math-errno",
)
PROBE = """\
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
int probe(const char *text) { return (int)strlen(text); }
"""


class KernelError(Exception):
    """The kernel could not be compiled; the message holds the compiler's own words."""


def suffix() -> str:
    """The platform's ending for a shared library."""
    return {"darwin": ".dylib", "win32": ".dll"}.get(sys.platform, ".so")


def _flags() -> list[str]:
    # Windows code is position-independent by itself, and compilers there warn.
    return [*FLAGS, *(() if sys.platform == "win32" else ("-fPIC",))]


def _candidates() -> Iterator[list[str]]:
    """Commands that may be a C compiler, the user's own choice first."""
    if os.environ.get("CC"):
        yield shlex.split(os.environ["CC"])
    for name in ("cc", "gcc", "clang"):
        if path := shutil.which(name):
            yield [path]


def _run(command: list[str]) -> str:
    """An empty string when the command worked, else what it printed."""
    with tempfile.TemporaryDirectory() as caches:
        # Zig compiles its C library stubs into caches, which need not outlive the build
        # and whose usual place may not be writable.
        env = {
            "ZIG_GLOBAL_CACHE_DIR": caches,
            "ZIG_LOCAL_CACHE_DIR": caches,
            **os.environ,
        }
        try:
            done = subprocess.run(
                command, capture_output=True, text=True, check=False, env=env
            )
        except OSError as error:
            return str(error)
    return "" if done.returncode == 0 else done.stderr.strip() or "no message"


@cache
def _machine_compiler() -> tuple[str, ...]:
    """A C compiler of this machine that really makes a shared library, or nothing.

    A ``cc`` on the path proves little: it may lack the C library's headers, or be the
    stand-in that asks for developer tools.
    """
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "probe.c"
        source.write_text(PROBE, encoding="utf-8")
        for command in _candidates():
            target = str(source.with_suffix(suffix()))
            if not _run([*command, *_flags(), str(source), "-o", target]):
                return tuple(command)
    return ()


def _compiler() -> list[str]:
    if found := _machine_compiler():
        return list(found)
    if importlib.util.find_spec("ziglang"):
        # Without the baseline zig compiles for the very processor it runs on.
        return [sys.executable, "-m", "ziglang", "cc", "-mcpu=baseline"]
    message = f"no C compiler was found; install one, or `pip install '{ZIG}'`"
    raise KernelError(message)


def build(root: Path) -> Path:
    """Compile the kernel of the source tree ``root`` beside its source.

    Returns:
        The shared library. One that is newer than its source and headers is left as it
        is.

    Raises:
        KernelError: No compiler works, or the source does not compile.
    """
    source = root / SOURCE
    target = source.with_suffix(suffix())
    parts = (source, root / "scripts/build_kernel.py", *source.parent.rglob("*.h"))
    newest = max(p.stat().st_mtime for p in parts if p.exists())
    if target.exists() and target.stat().st_mtime > newest:
        return target
    with tempfile.TemporaryDirectory(dir=source.parent) as folder:
        # Made aside and moved in whole: a running process keeps the old file mapped.
        made = Path(folder) / target.name
        command = [*_compiler(), *_flags(), str(source), "-o", str(made)]
        if message := _run(command):
            raise KernelError(f"{shlex.join(command)}\n{message}")
        made.replace(target)
    return target


def platform_tag() -> str:
    """The wheel tag of a library that any Python 3 of this platform can load."""
    from packaging.tags import platform_tags

    platform = next(
        tag for tag in platform_tags() if not tag.startswith(("manylinux", "musllinux"))
    )
    if sys.platform == "darwin":
        from hatchling.builders.macos import process_macos_plat_tag

        platform = process_macos_plat_tag(platform, compat=False)
    return f"py3-none-{platform}"


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg,misc,unused-ignore]
    """Puts the compiled kernel into the wheel, or beside its source when editable."""

    def dependencies(self) -> list[str]:
        """What the build needs from the package index: zig, only without a compiler."""
        return [] if _machine_compiler() else [ZIG]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, and mark the wheel as one for this platform."""
        library = build(Path(self.root))
        build_data["pure_python"] = False
        build_data["tag"] = platform_tag()
        if version != "editable":
            inside = library.relative_to(Path(self.root) / "src")
            build_data["force_include"][str(library)] = inside.as_posix()


def main() -> int:
    """Compile in place and say where."""
    try:
        print(build(Path(__file__).resolve().parent.parent))
    except KernelError as error:
        print(f"build_kernel: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
