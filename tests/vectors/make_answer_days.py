#!/usr/bin/env python3
"""Writes answer_days.json: the last day on which an answer is in time, by the forms' own times and by others.

    python3 tests/vectors/make_answer_days.py            writes it
    python3 tests/vectors/make_answer_days.py --check    fails when it is not what would be written

A case: a moment of arrival, a time as a form writes it, and the last day. Working days are walked one after the other on the
calendar of cover_days.py, where Saturdays, Sundays, holidays and shared leave are closed; the day of arrival is not counted.
Days are those of Western Indonesia Time (UTC+7). Standard library only.
"""
import json
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

sys.dont_write_bytecode = True
from cover_days import works  # noqa: E402

HERE = Path(__file__).resolve().parent
FORMS = HERE.parents[1] / "rust-core/model/content/forms"
WESTERN_TIME = timezone(timedelta(hours=7))
OTHERS = [{"working_days": 2}, {"working_days": 10}, {"working_days": 60}, {"hours": 1}, {"hours": 25}]


def main(check):
    lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases())
    text, file = f"[\n{lines}\n]\n", HERE / "answer_days.json"
    if not check:
        file.write_text(text, encoding="utf-8")
        print(f"answer_days.json: {text.count(chr(10)) - 2} cases")
    elif not file.exists() or file.read_text(encoding="utf-8") != text:
        sys.exit(f"answer_days.json is not what {Path(__file__).name} says")


def cases():
    times = {json.dumps(p["answer_within"]) for form in FORMS.glob("*.json")
             for p in json.loads(form.read_text(encoding="utf-8")).get("purposes", []) if "answer_within" in p}
    times = [json.loads(one) for one in sorted(times)] + OTHERS
    # From the working day before Nyepi and Idulfitri of 2026 on, over the year's end, and Idulfitri of 2027.
    for start, days in ((datetime(2026, 3, 13), 14), (datetime(2026, 12, 18), 18), (datetime(2027, 3, 3), 16)):
        for n in range(days):
            # In the morning, a minute before midnight, and at midnight.
            for hour, minute in ((9, 0), (23, 59), (0, 0)):
                arrived = (start + timedelta(days=n, hours=hour, minutes=minute)).replace(tzinfo=WESTERN_TIME)
                for within in times:
                    yield {"arrived": arrived.isoformat(), "within": within, "last_day": last_day(arrived, within).isoformat()}


def last_day(arrived, within):
    if "hours" in within:
        return (arrived + timedelta(hours=within["hours"])).astimezone(WESTERN_TIME).date()
    day, left = arrived.date(), within["working_days"]
    while left:
        day += timedelta(days=1)
        left -= works(day)
    return day


if __name__ == "__main__":
    main("--check" in sys.argv[1:])
