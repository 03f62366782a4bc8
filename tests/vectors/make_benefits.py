#!/usr/bin/env python3
"""Writes benefits.json: what each programme gives at some incomes, and how sure that is.

    python3 tests/vectors/make_benefits.py            writes it
    python3 tests/vectors/make_benefits.py --check    fails when it is not what would be written

The rules are written down here a second time, from docs/rules.md and not from programmes.json: the multiples, the amounts,
the limits and the confidence of each. Standard library only.

A case: `programme` and `benefit`; `figures` by name, each with its unit; `confidence`; and for a multiple of the income
`of_income`: the sum for some monthly incomes.
"""
import json
import sys
from pathlib import Path

MILLION = 10**6
INCOMES = (1 * MILLION, 1_500_000, 3_456_789, 20_700_000)


def rupiah(millions):
    return {"rupiah": int(millions * MILLION)}


# programme, benefit, figures, confidence
RULES = [
    ("jkk", "sudden", {}, "V"),
    ("jkk", "death", {"times": {"times": 48}, "periodic": rupiah(12), "burial": rupiah(10), "lowest": rupiah(70)}, "V2"),
    ("jkk", "disability", {"times": {"times": 56}, "periodic": rupiah(12)}, "V"),
    ("jkk", "scholarship", {"children": {"people": 2}, "amount": rupiah(174)}, "V2"),
    ("jkk", "scholarship_levels", {"first": rupiah(1.5), "second": rupiah(2), "third": rupiah(3), "higher": rupiah(12),
                                   "under": {"years": 23}}, "V2"),
    ("jkk", "report", {"hours": {"hours": 48}}, "V2"),
    ("jkm", "total", {"death": rupiah(20), "periodic": rupiah(12), "burial": rupiah(10), "total": rupiah(42)}, "V2"),
    ("jkm", "early", {"amount": rupiah(10), "months": {"months": 3}}, "V2"),
    ("jkm", "working", {}, "V"),
    ("jkm", "again", {"months": {"months": 3}}, "V2"),
    ("jkm", "scholarship", {"children": {"people": 2}, "amount": rupiah(174), "years": {"years": 3}}, "V2"),
    ("jht", "part", {"larger": {"percent": 30}, "smaller": {"percent": 10}, "years": {"years": 10}}, "V2"),
]


def case(programme, benefit, figures, confidence):
    made = {"programme": programme, "benefit": benefit, "figures": figures, "confidence": confidence}
    if "times" in figures:
        added = figures["periodic"]["rupiah"] + figures.get("burial", rupiah(0))["rupiah"]
        sums = [[income, figures["times"]["times"] * income + added] for income in INCOMES]
        # The lowest base is Rp1,000,000: nobody's family gets less.
        assert "lowest" not in figures or sums[0][1] == figures["lowest"]["rupiah"]
        made["of_income"] = sums
    if "total" in figures:
        assert sum(figures[part]["rupiah"] for part in ("death", "periodic", "burial")) == figures["total"]["rupiah"]
    return made


def levels_within_the_limit():
    """Two children through all levels at the longest stay within the limit of the scholarship."""
    years = {"first": 8, "second": 3, "third": 3, "higher": 5}
    figures = next(figures for _, benefit, figures, _ in RULES if benefit == "scholarship_levels")
    return 2 * sum(figures[level]["rupiah"] * count for level, count in years.items()) == 174 * MILLION


def main(check):
    assert levels_within_the_limit()
    lines = ",\n".join(json.dumps(case(*rule), ensure_ascii=False, separators=(",", ":")) for rule in RULES)
    text, file = f"[\n{lines}\n]\n", Path(__file__).resolve().parent / "benefits.json"
    if not check:
        file.write_text(text, encoding="utf-8")
        print(f"benefits.json: {len(RULES)} benefits")
    elif not file.exists() or file.read_text(encoding="utf-8") != text:
        sys.exit(f"benefits.json is not what {Path(__file__).name} says")


if __name__ == "__main__":
    if sys.argv[1:] not in ([], ["--check"]):
        sys.exit(__doc__)
    main(check=bool(sys.argv[1:]))
