"""Runs the benchmarks that are named, or all, and says which figures hold: exit code 1 when one falls short."""

import importlib
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

from tests.benchmarks.figures import MILLISECONDS, Figure, calibration


def names() -> dict[str, str]:
    """The benchmarks that there are: their names, and the modules that hold them."""
    files = (path.stem for path in sorted(Path(__file__).parent.glob("*.py")))
    own = {"__init__", "__main__", "figures"}
    return {stem.replace("_", "-"): stem for stem in files if stem not in own and not stem.startswith("test_")}


def line(figure: Figure) -> str:
    """One figure beside its bar, as a line of fixed columns."""
    verdict = "holds" if figure.holds else "FALLS SHORT"
    share = figure.value / figure.bar if figure.bar else float("inf")
    measured = f"{figure.value:>10.2f}  bar {figure.bar:>8.2f} {figure.unit:<9}"
    return f"  {figure.name:<40} {measured} {share:>5.2f} of it  {verdict:<11}  {figure.note}".rstrip()


def main(wanted: Sequence[str]) -> int:
    """Run the benchmarks wanted (none named: all) and give the exit code."""
    known = names()
    if unknown := [name for name in wanted if name not in known]:
        print(f"No benchmark {', '.join(unknown)}; there are: {', '.join(known) or 'none yet'}.")
        return 2
    factor = calibration()
    print(f"calibration: this machine takes {factor:.2f} times the reference; bars in {MILLISECONDS} are scaled by it")
    fallen = 0
    for name in wanted or known:
        module: ModuleType = importlib.import_module(f"tests.benchmarks.{known[name]}")
        print(name)
        for figure in (measured.scaled(factor) for measured in module.run()):
            print(line(figure), flush=True)
            fallen += not figure.holds
    print("all figures hold" if not fallen else f"{fallen} figures fall short")
    return int(bool(fallen))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
