#!/usr/bin/env python3
"""Writes the table that the PEP 440 tests check: what Python's own `packaging` says about each specifier and version.

usage: python3 tools/catalogue/pep440_cases.py     (with `packaging` installed, or pip, which carries it)
"""
import json
import pathlib

try:
    from packaging.specifiers import InvalidSpecifier, Specifier, SpecifierSet
    from packaging.version import Version
except ImportError:
    from pip._vendor.packaging.specifiers import InvalidSpecifier, Specifier, SpecifierSet
    from pip._vendor.packaging.version import Version

# No row where releases of `packaging` differ: whether a prerelease after < or > admits prereleases.
SPECIFIERS = """
>=3.8|>=3.12|>=3.13|>3.11|>3.12|>3.12.0|<3.12|<3.13|<4|<=3.12|<=3.12.0|<=3.11|==3.12|==3.12.0|==3.12.*|==3.11.*|!=3.12|!=3.12.*|!=3.12.0
~=3.11|~=3.12|~=3.12.0|~=3.11.4|~=3|~= 3.12|>=3.8,<3.13|>=3.8,<4|>=3.8, !=3.9.*, !=3.12.0|>=3.12,<3.12|>= 3.10 , < 3.13|===3.12.0|===3.12
>=3.12rc1|>=3.12.0rc1|==3.12.0rc1|~=3.12.0rc1|>=3.13a1|!=3.12.0rc1|==3.12.0.post1|>3.12.0.post1|>=3.12.0.post1|<3.12.0.post1
==1.0+local|!=1.0+local|==1.0|>=1!1.0|==1!1.*|<1!1.0|>=1.0.dev1|==1.0.dev1|<1.0|>1.0|<=1.0|~=1.4.5a4|~=2.2.post3|~=1!1.0|==1.0a1|==1.0a|==1.0-1
==v1.0|==1.0.0.0|>=2,<3|>=2.7,!=3.0.*,!=3.1.*,!=3.2.*,!=3.3.*|banana|3.12|=3.12|>=|>=3.*|~=3.*|<3.12.*|==3.*.1|>=3.12+local|^3.12|>=3.8;<4||,
""".replace("\n", "|").strip("|").split("|")

VERSIONS = """
1.0.dev1 1.0a1 1.0a2 1.0b1 1.0rc1 1.0 1.0.0 1.0+local 1.0+local.2 1.0.post1 1.0.1 1.4.5 1.4.6 1.5 2.2 2.2.post3 2.2.1 2.3 2.7.18 3.0 3.3.7 3.4
3.8 3.8.20 3.9.1 3.10.0 3.11 3.11.4 3.11.9 3.12.0a1 3.12.0rc1 3.12.0rc2 3.12 3.12.0 3.12.0.post1 3.12.0.post2 3.12.1 3.12.11 3.13.0a1 3.13.0rc1
3.13.0 3.13.7 3.14 4.0 1!1.0 1!1.1 1!2.0
""".split()


def is_valid(text):
    try:
        for part in text.split(","):
            if part.strip():
                Specifier(part.strip())
        return True
    except InvalidSpecifier:
        return False


cases = [
    {"specifiers": s, "satisfiedBy": [v for v in VERSIONS if SpecifierSet(s).contains(v)]} if is_valid(s) else {"specifiers": s}
    for s in dict.fromkeys(SPECIFIERS)
]
order = [str(v) for v in sorted({Version(v) for v in VERSIONS})]
out = pathlib.Path(__file__).parents[2] / "tests/WasmRun.Runtimes.Tests/data/pep440.json"
rows = ",\n".join("    " + json.dumps(c) for c in cases)
out.write_text(f'{{\n  "versions": {json.dumps(VERSIONS)},\n  "order": {json.dumps(order)},\n  "cases": [\n{rows}\n  ]\n}}\n')
print(f"{len(cases)} specifiers × {len(VERSIONS)} versions")
