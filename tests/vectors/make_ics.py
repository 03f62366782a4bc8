#!/usr/bin/env python3
"""Writes ics.json: reminders, and the calendar file they make (iCalendar, RFC 5545).

    python3 tests/vectors/make_ics.py            writes it
    python3 tests/vectors/make_ics.py --check    fails when it is not what would be written

The file is written here a second time, from the RFC, and then read by the library `icalendar`: every entry must come back with
its time, title and text. Needs icalendar (requirements.txt).
"""
import hashlib
import json
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

from icalendar import Calendar

HERE = Path(__file__).resolve().parent
ZONES = {"wib": ("Asia/Jakarta", 7), "wita": ("Asia/Makassar", 8), "wit": ("Asia/Jayapura", 9)}
TITLES = ("Iuran Desember 2026", "Bayar sebelum 31 Januari 2027 lewat", "Koma, titik koma; garis \\ miring", "Panjang sekali: " + "é" * 80)
TEXTS = ("Kalau uangnya sudah ada, bayar sebelum 15 Desember 2026.", "Baris satu\nBaris dua", "", "Belum dibayar: Desember 2026 dan Januari 2027. " * 6)


def main(check):
    cases = [case(zone, count) for zone in ZONES for count in (0, 1, 4)]
    for one in cases:
        read_back(one)
    lines = ",\n".join(json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in cases)
    text, file = f"[\n{lines}\n]\n", HERE / "ics.json"
    if not check:
        file.write_text(text, encoding="utf-8")
        print(f"ics.json: {len(cases)} calendars, read back by icalendar")
    elif not file.exists() or file.read_text(encoding="utf-8") != text:
        sys.exit(f"ics.json is not what {Path(__file__).name} says")


def case(zone, count):
    now = "2026-11-27T02:30:00+07:00"
    events = [
        {"id": f"due-2026-12-{10 + n}", "at": f"2026-12-{10 + n}T{6 + 5 * n:02}:0{n}:00+07:00", "title": TITLES[n], "text": TEXTS[n]}
        for n in range(count)
    ]
    return {"owner": "CONTOH", "zone": zone, "now": now, "events": events, "file": written(zone, now, events)}


def written(zone, now, events):
    name, hours = ZONES[zone]
    offset = f"+{hours:02}00"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Payung//Pengingat iuran//ID", "CALSCALE:GREGORIAN", "BEGIN:VTIMEZONE",
             f"TZID:{name}", "BEGIN:STANDARD", "DTSTART:19700101T000000", f"TZOFFSETFROM:{offset}", f"TZOFFSETTO:{offset}",
             f"TZNAME:{zone.upper()}", "END:STANDARD", "END:VTIMEZONE"]
    for event in events:
        local = datetime.fromisoformat(event["at"]).astimezone(timezone(timedelta(hours=hours)))
        stamp = datetime.fromisoformat(now).astimezone(timezone.utc)
        uid = hashlib.sha256(f"payung/ics/1\nCONTOH\n{event['id']}".encode()).hexdigest()[:32]
        title, text = escaped(event["title"]), escaped(event["text"])
        lines += ["BEGIN:VEVENT", f"UID:{uid}@payung.invalid", f"DTSTAMP:{stamp:%Y%m%dT%H%M00Z}",
                  f"DTSTART;TZID={name}:{local:%Y%m%dT%H%M00}", "DURATION:PT15M", f"SUMMARY:{title}", f"DESCRIPTION:{text}",
                  "TRANSP:TRANSPARENT", "BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:PT0S", f"DESCRIPTION:{title}", "END:VALARM",
                  "END:VEVENT"]
    return "".join(f"{folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def escaped(text):
    for sign in "\\;,":
        text = text.replace(sign, "\\" + sign)
    return text.replace("\n", "\\n")


def folded(line):
    """At most 75 octets a line; what goes on begins with a space; no character is cut."""
    lines, used = [""], 0
    for sign in line:
        size = len(sign.encode())
        if used + size > 75:
            lines, used = [*lines, " "], 1
        lines[-1] += sign
        used += size
    return "\r\n".join(lines)


def read_back(one):
    calendar = Calendar.from_ical(one["file"])
    entries = [part for part in calendar.walk() if part.name == "VEVENT"]
    assert len(entries) == len(one["events"])
    assert len({str(entry["UID"]) for entry in entries}) == len(entries)
    for entry, event in zip(entries, one["events"]):
        assert str(entry["SUMMARY"]) == event["title"], entry["SUMMARY"]
        assert str(entry["DESCRIPTION"]) == event["text"], entry["DESCRIPTION"]
        starts = entry["DTSTART"].dt
        assert starts.utcoffset() == timedelta(hours=ZONES[one["zone"]][1]), starts
        assert starts == datetime.fromisoformat(event["at"]), starts
        alarms = [part for part in entry.walk() if part.name == "VALARM"]
        assert len(alarms) == 1 and alarms[0]["TRIGGER"].dt == timedelta(0)


if __name__ == "__main__":
    main("--check" in sys.argv[1:])
