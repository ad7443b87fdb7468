"""Counts the words of the files named on the command line, or of poem.txt."""

import collections
import pathlib
import re
import sys


def words(path: pathlib.Path) -> collections.Counter[str]:
    return collections.Counter(re.findall(r"[a-z']+", path.read_text().lower()))


def main(names: list[str]) -> int:
    print(f"Hello from Python {sys.version_info.major}.{sys.version_info.minor}")
    paths = [pathlib.Path(name) for name in names or ["poem.txt"]]
    missing = [path for path in paths if not path.exists()]
    if missing:
        print(f"no such file: {missing[0]}", file=sys.stderr)
        return 3
    for path in paths:
        common = ", ".join(f"{word} {count}" for word, count in words(path).most_common(3))
        print(f"{path.name}: {common}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
