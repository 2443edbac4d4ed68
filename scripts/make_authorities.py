"""Writes functions/visitwatch/data/authorities.json: python scripts/make_authorities.py CSV.

The csv holds URN, codes, region and statistical neighbours; names, other names, trusts and succession are the
tables below. Reorganisation orders: Bournemouth, Dorset and Poole Structural Changes Order 2018; Northamptonshire
Structural Changes Order 2020; Cumbria Structural Changes Order 2022.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import Any

OUT = Path(__file__).parents[1] / "functions" / "visitwatch" / "data" / "authorities.json"

NAMES = {
    "80441": "Bristol",
    "80477": "Kingston upon Hull",
    "80428": "Bedford",
    "80560": "St Helens",
}

# What no rule derives. Council, borough, city and county forms of a name are derived (domain/names.py).
ALIASES: dict[str, tuple[str, ...]] = {
    "80427": ("B&NES", "BANES", "Bathnes"),
    "80486": ("Barking", "LBBD"),
    "80428": ("Bedford Borough",),
    "80430": ("Blackburn",),
    "2532287": ("BCP", "Bournemouth, Christchurch & Poole"),
    "80438": ("Brighton",),
    "80441": ("Bristol, City of", "City of Bristol"),
    "80448": ("Cheshire West", "CWAC"),
    "80450": (
        "City of London Corporation",
        "Corporation of London",
        "London Corporation",
        "London, City of",
        "London, Corporation of",
    ),
    "80465": ("County Durham", "Durham, County"),
    "80466": ("East Riding",),
    "80495": ("Royal Greenwich",),
    "80497": ("Hammersmith", "LBHF"),
    "80474": ("Herefordshire, County of", "County of Herefordshire"),
    "80419": ("IOW",),
    "80455": ("Scilly", "Isles of Scilly, Council of the"),
    "80544": ("RBKC", "Kensington"),
    "80477": ("Hull", "Kingston upon Hull, City of", "Kingston-upon-Hull"),
    "80545": ("Kingston", "Kingston-upon-Thames"),
    "80525": ("Newcastle", "Newcastle-upon-Tyne"),
    "80541": ("Redcar",),
    "80513": ("Richmond", "Richmond-upon-Thames"),
    "80559": ("Southend",),
    "80560": ("St. Helens", "Saint Helens"),
    "80563": ("Stockton",),
    "80564": ("Stoke", "Stoke on Trent"),
    "80570": ("Telford", "Telford & Wrekin"),
    "80519": ("City of Westminster",),
    "80546": ("RBWM", "Windsor"),
    "80453": ("City of York",),
    "2637539": ("North Northants",),
    "2637548": ("West Northants",),
    "121939": ("Northants",),
    "80442": ("Bucks",),
    "80445": ("Cambs",),
    "80460": ("Derbys",),
    "80470": ("Glos", "Gloucs"),
    "80472": ("Hants",),
    "80475": ("Herts",),
    "80480": ("Lancs",),
    "80483": ("Leics",),
    "80484": ("Lincs",),
    "80534": ("Notts",),
    "80536": ("Oxon",),
    "80552": ("Salop",),
    "80561": ("Staffs",),
    "80576": ("Warks",),
    "80580": ("Wilts",),
    "80584": ("Worcs",),
}

# A trust or company that provides the services, by its present name, and those that did so before.
TRUSTS = {
    "80429": "Birmingham Children's Trust",
    "80449": "Bradford Children and Families Trust",
    "2637539": "Northamptonshire Children's Trust",
    "2637548": "Northamptonshire Children's Trust",
    "80549": "Sandwell Children's Trust",
    "80553": "Slough Children First",
    "80566": "Together for Children",
    "80545": "Achieving for Children",
    "80513": "Achieving for Children",
    "80546": "Achieving for Children",
}
FORMER_TRUSTS = {
    "80462": ("Doncaster Children's Services Trust",),
    "80540": ("Brighter Futures for Children",),
    "80553": ("Slough Children's Services Trust",),
    "80566": ("Together for Children Sunderland",),
    "80584": ("Worcestershire Children First",),
}

# Authorities that ceased: day, codes (the csv has none), successors.
ABOLISHED: dict[str, dict[str, Any]] = {
    "137316": {"abolished": "2019-04-01", "ons_code": "E06000029", "successors": ["2532287"]},
    "121939": {"abolished": "2021-04-01", "ons_code": "E10000021", "successors": ["2637539", "2637548"]},
    "135513": {"abolished": "2023-04-01", "ons_code": "E10000006", "successors": ["2733690", "2733698"]},
}

# Abolished, and their URN is not known: names only, pointing at who took over.
FORMER = [
    {"name": "Bournemouth", "abolished": "2019-04-01", "successors": ["2532287"]},
    {"name": "Dorset County Council", "abolished": "2019-04-01", "successors": ["2532283", "2532287"]},
    {"name": "Bedfordshire", "abolished": "2009-04-01", "successors": ["80428", "80446"]},
    {"name": "Cheshire", "abolished": "2009-04-01", "successors": ["80447", "80448"]},
]


def main() -> None:
    text = authorities(Path(sys.argv[1]))
    OUT.write_text(text, encoding="utf-8")
    print(f"{len(json.loads(text)['authorities'])} authorities in {OUT.name}")


def authorities(source: Path) -> str:
    """The JSON file's text, one authority a line, by name."""
    with source.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    urn_of = {row["la_code"]: row["urn"] for row in rows}
    found = sorted((_authority(row, urn_of) for row in rows), key=lambda a: str(a["name"]))
    lines = ",\n".join(json.dumps(a, ensure_ascii=False) for a in found)
    former = ",\n".join(json.dumps(f, ensure_ascii=False) for f in FORMER)
    return f'{{"authorities": [\n{lines}\n],\n"former": [\n{former}\n]}}\n'


def _authority(row: dict[str, str], urn_of: dict[str, str]) -> dict[str, Any]:
    urn = row["urn"]
    gone = ABOLISHED.get(urn, {})
    return {
        "urn": urn,
        "name": NAMES.get(urn, row["local_authority_ons_name"]),
        "aliases": list(ALIASES.get(urn, ())),
        "ons_code": gone.get("ons_code", row["la_code_new"]),
        "la_code": row["la_code"],
        "region": row["region_name"],
        "predecessors": [old for old, facts in ABOLISHED.items() if urn in facts["successors"]],
        "successors": gone.get("successors", []),
        "trust": TRUSTS.get(urn, ""),
        "former_trusts": list(FORMER_TRUSTS.get(urn, ())),
        "abolished": gone.get("abolished"),
        "neighbours": [urn_of[c.strip()] for c in row["stat_neighbours"].split(",") if c.strip() in urn_of],
    }


if __name__ == "__main__":
    main()
