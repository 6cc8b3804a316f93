"""What must be quick and small, measured: `python -m tests.benchmarks [NAME ...]`.

Each module beside this one (figures and `__main__` apart) is one benchmark, called by its name with
dashes (`sie_read.py` is `sie-read`), with `run() -> list[Figure]`. A new file is found by itself.
"""
