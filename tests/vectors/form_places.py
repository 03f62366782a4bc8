"""Districts and villages with their postal codes, for make_form.py: read from the tables in rust-core/model/regions."""
import csv
from pathlib import Path

REGIONS = Path(__file__).resolve().parents[2] / "rust-core/model/regions"


def rows(table):
    with open(REGIONS / table, encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


# The postal codes of a district; of a village there is one.
POSTAL = {row["code"]: row["postal_codes"].split() for row in rows("regions.csv")}
VILLAGES = {row["code"]: row["postal_code"] for row in rows("villages.csv")}
