#!/usr/bin/env python3
"""Checks the plain-text dictionaries: actors/*.txt and places.txt.

    python3 dictionaries/lint.py            errors, then warnings; exit status 1 when there is an error
    python3 dictionaries/lint.py --counts   counts per file as well

Errors: a line of no known form, an unknown sector or key, a block before the first `source:`, a date out of order, an office
without a sector, a repeated block, an alternative given twice in one line, a place with bad fields. Warnings: a name that stands
under more than one block of actors (the reader must choose by date or context), or one place name given twice.
"""
import datetime
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
SECTORS = set(
    "GOV MIL COP JUD LEG SPY PTY OPP REB UAF CRM CVL BUS EDU JRN REL LAB REF MED AGR HRI NGO IGO MNC ELI SET JNK PRM PRE UNK SOC STU ENV SEP JEW MOS BUD CHR HIN".split()
)
KEYS = {"name", "adjective", "people", "capital", "city", "seat", "body", "person", "sector"}
KINDS = {"country", "capital", "city", "region", "site"}
BLOCK = re.compile(r"\[([A-Z]{3})(?: ([A-Z]{3}))?\] (\S.*)$")
OFFICE = re.compile(r"(?:(.+) )?([A-Z]{3}) (\S*)\.\.(\S*)$")
DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?$")

errors, warnings, counts = [], [], {}
owners = {}  # (kind of name, name) -> list of (block, where)


def error(where, text):
    errors.append(f"{where}: {text}")


def bound(text, last):
    """The first or last day that a date of year, month or day may mean."""
    match = DATE.match(text)
    if not match:
        raise ValueError(text)
    year, month, day = (int(part) if part else None for part in match.groups())
    if month is None:
        month, day = (12, 31) if last else (1, 1)
    elif day is None:
        day = 1
        if last:
            following = datetime.date(year + month // 12, month % 12 + 1, 1)
            return following - datetime.timedelta(days=1)
    return datetime.date(year, month, day)


def offices(where, text):
    for office in text.split(", "):
        match = OFFICE.match(office)
        if not match:
            error(where, f"not an office: {office!r}")
            continue
        title, sector, start, end = match.groups()
        if not title:
            error(where, f"office without a title: {office!r}")
        if sector not in SECTORS:
            error(where, f"unknown sector {sector}")
        try:
            low = bound(start, False) if start else datetime.date.min
            high = bound(end, True) if end else datetime.date.max
        except ValueError as problem:
            error(where, f"bad date {problem} in {office!r}")
            continue
        if low > high:
            error(where, f"dates out of order: {office!r}")


def own(kind, name, block, where):
    owners.setdefault((kind, name), []).append((block, where))


def actors(path):
    source, block, seen = False, None, set()
    count = counts.setdefault(path.name, {"blocks": 0, "persons": 0, "offices": 0, "bodies": 0, "names": 0})
    for number, line in enumerate(path.read_text(encoding="utf8").splitlines(), 1):
        where = f"{path.name}:{number}"
        if not line.strip() or line.startswith("#"):
            continue
        if line != line.strip():
            error(where, "space at an end of the line")
        if line.startswith("source:"):
            source = True
            continue
        match = BLOCK.match(line)
        if match:
            if not source:
                error(where, "block before the first source")
            code, sector, name = match.groups()
            if sector and sector not in SECTORS:
                error(where, f"unknown sector {sector}")
            block = line
            if block in seen:
                error(where, f"block given twice: {block}")
            seen.add(block)
            own("name", name, block, where)
            count["blocks"] += 1
            count["names"] += 1
            continue
        key, colon, value = line.partition(": ")
        if not colon or key not in KEYS:
            error(where, f"not a known line: {line[:60]!r}")
            continue
        if block is None:
            error(where, "line before the first block")
            continue
        tail = None
        if key in ("person", "body"):
            value, colon, tail = value.rpartition(" : ")
            if not colon:
                error(where, f"{key} without ' : '")
                continue
        names = value.split(" | ")
        if len(set(names)) != len(names):
            error(where, "an alternative is given twice")
        for name in names:
            if not name or name != name.strip() or "|" in name or "  " in name:
                error(where, f"bad alternative {name!r}")
            own("person" if key == "person" else "name", name, block, where)
        count["names"] += len(names)
        if key == "person":
            count["persons"] += 1
            count["offices"] += tail.count("..")
            offices(where, tail)
        elif key == "body":
            count["bodies"] += 1
            if tail not in SECTORS:
                error(where, f"unknown sector {tail!r}")


def places(path):
    seen = {}
    count = counts.setdefault(path.name, {"places": 0, "names": 0})
    for number, line in enumerate(path.read_text(encoding="utf8").splitlines(), 1):
        where = f"{path.name}:{number}"
        if not line.strip() or line.startswith("#"):
            continue
        fields = line.split("\t")
        if len(fields) != 5:
            error(where, f"{len(fields)} fields, not 5")
            continue
        names, code, latitude, longitude, kind = fields
        if not re.fullmatch(r"[A-Z]{3}", code):
            error(where, f"bad code {code!r}")
        if kind not in KINDS:
            error(where, f"unknown kind {kind!r}")
        try:
            if abs(float(latitude)) > 90 or abs(float(longitude)) > 180:
                error(where, "coordinates out of range")
        except ValueError:
            error(where, "coordinates are not numbers")
        count["places"] += 1
        for name in names.split("|"):
            if not name or name != name.strip():
                error(where, f"bad name {name!r}")
            count["names"] += 1
            if name in seen:
                warnings.append(f"{where}: place {name!r} also at line {seen[name]}")
            seen.setdefault(name, number)


for path in sorted((HERE / "actors").glob("*.txt")):
    actors(path)
if (HERE / "places.txt").exists():
    places(HERE / "places.txt")
for (kind, name), found in sorted(owners.items()):
    blocks = sorted({block for block, _ in found})
    if len(blocks) > 1:
        places_found = ", ".join(f"{block} ({where})" for block, where in found)
        warnings.append(f"{kind} {name!r} under {len(blocks)} blocks: {places_found}")
for text in errors:
    print("error:", text)
for text in warnings:
    print("warning:", text)
if "--counts" in sys.argv:
    for name, count in counts.items():
        print(name, ", ".join(f"{value} {key}" for key, value in count.items()))
print(f"{len(errors)} errors, {len(warnings)} warnings")
sys.exit(1 if errors else 0)
