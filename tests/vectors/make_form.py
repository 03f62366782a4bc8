#!/usr/bin/env python3
"""Writes form.json: paths through every form, from the first question to the review or to an ending.

    python3 tests/vectors/make_form.py            writes it
    python3 tests/vectors/make_form.py --check    fails when it is not what would be written

The forms are data: those of rust-core/model/content/forms, and form_contoh.json, an invented one (`form` is `contoh`), for
what a definition may say and none of them does. How one is run is written here a second time, from the documentation of
`Form`, `Condition` and `Derivation` and not from the engine. NIK, phone and dues are those of make_vectors.py. Standard
library only; the seed is fixed.

Of each form the paths of form_paths.py are taken, then as many random ones as it needs until every condition has been true
and false, every part of one has been true and false and has decided it, every small option was chosen, and every question
that may be left out was left out and answered. What cannot be reached is an error with its place. Nobody's data: see make_vectors.py.

A case: `before` is typed first, wherever it stands in the form, as into a draft left half filled; then, as long as the
first open screen is a question (`asked`), its text of `answers` is typed. A photo is answered by any text, and left out by
the empty one. At the review, what is sent: `sent` in canonical text, `consents` with their versions, `purpose`,
`waited_for`, and the quote of the draft.
"""
import json
import random
import re
import sys
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

sys.dont_write_bytecode = True
import make_pay_code as pay_code  # noqa: E402
import make_typed as typed  # noqa: E402
import make_vectors as rules  # noqa: E402
from form_paths import NIK, PATHS, USUAL  # noqa: E402
from form_places import POSTAL, VILLAGES  # noqa: E402

HERE = Path(__file__).resolve().parent
FORMS = HERE.parents[1] / "rust-core/model/content/forms"
SEED = 20261123
NOW = "2026-11-23T09:00:00+07:00"
WESTERN_TIME = timezone(timedelta(hours=7))
# Random paths tried for one form.
TRIES = 12_000
# Parts of conditions that never decide alone, because another part of the same condition follows from them: (place, part).
CANNOT_DECIDE = set()


def main(check):
    cases = []
    for path in [*sorted(FORMS.glob("*.json")), HERE / "form_contoh.json"]:
        cases += cases_of(Form(json.loads(path.read_text(encoding="utf-8"))))
    lines = ",\n".join(json.dumps(case, ensure_ascii=False, separators=(",", ":")) for case in cases)
    text, file = f"[\n{lines}\n]\n", HERE / "form.json"
    if not check:
        file.write_text(text, encoding="utf-8")
        print(f"form.json: {len(cases)} cases")
    elif not file.exists() or file.read_text(encoding="utf-8") != text:
        sys.exit(f"form.json is not what {Path(__file__).name} says")


class Form:
    def __init__(self, definition):
        self.id, self.definition = definition["id"], definition
        self.questions = [question for step in definition["steps"] for question in step["questions"]]
        self.by_id = {question["id"]: question for question in self.questions}
        self.endings = [ending for ending in definition.get("endings", []) if ending.get("enabled", True)]
        self.purposes = definition.get("purposes", [])
        self.quote = definition.get("quote")
        # Every condition by its place, with the index of the question from which on it can matter.
        self.conditions = {}
        for index, question in enumerate(self.questions):
            if "when" in question:
                self.conditions[f"{question['id']}.when"] = (index, question["when"])
            for n, derivation in enumerate(question.get("derive", [])):
                if "when" in derivation:
                    self.conditions[f"{question['id']}.derive[{n}].when"] = (index, derivation["when"])
        last = len(self.questions)
        for what, some in (("ending", self.endings), ("purpose", self.purposes)):
            for one in some:
                self.conditions[f"{what} {one['id']}"] = (0 if what == "ending" else last, one["when"])
        for name in ("transport", "government", "unsure_payer", "daily"):
            if self.quote and name in self.quote:
                self.conditions[f"quote.{name}"] = (last, self.quote[name])


# Kinds and checks

def kind(question):
    """(name, its details)"""
    return (question["kind"], {}) if isinstance(question["kind"], str) else next(iter(question["kind"].items()))


def checks(question):
    """Name and detail of each."""
    found = {}
    for check in question.get("checks", []):
        found |= {check: None} if isinstance(check, str) else check
    unknown = set(found) - {"nik", "phone", "name", "length", "past", "up_to_today", "age", "matches_nik", "count", "rt_rw",
                            "postal_of", "amount", "per_day", "email", "time_of_day", "per", "join_before", "place", "may_be_unknown", "pay_code"}
    if unknown:
        sys.exit(f"{question['id']}: {Path(__file__).name} does not know the check {sorted(unknown)}")
    return found


def options(question):
    return [option["id"] for option in kind(question)[1].get("options", [])]


SKIPPED = ("skipped",)


def read(question, text, today):
    """What a typed text means: a value that shows its kind. Only texts that are taken are typed here."""
    name, detail = kind(question)
    stands = checks(question)
    text = typed.clean(text)
    if text.strip("-") == "" and not question.get("required", True) and name != "note":
        return SKIPPED
    if name in ("text", "digits"):
        value = read_text(name, stands, text)
        assert 0 < len(value) <= detail["max"], question["id"]
        assert len(value) >= (stands.get("length") or {}).get("min", 1), question["id"]
        assert stands.get("count") in (None, len(value)), question["id"]
        return "text", value
    if name == "date":
        day = typed.read_date(text)
        assert "past" not in stands or day < today, f"{question['id']}: {text}"
        assert "up_to_today" not in stands or day <= today, f"{question['id']}: {text}"
        ages = stands.get("age") or {}
        assert (ages.get("min") or 0) <= age(day, today) <= (ages.get("max") or 999), f"{question['id']}: {text}"
        return "date", day
    if name == "money":
        text = said_period(text, stands.get("per"))
        amount = int(re.fullmatch(r"(?:[Rr][Pp]\.? ?)?(\d+|\d{1,3}(?:\.\d{3})+)(?:,-|,00)?", text)[1].replace(".", ""))
        limits = stands.get("amount") or {}
        assert (limits.get("min") or 0) <= amount <= (limits.get("max") or 10**9), f"{question['id']}: {text}"
        return "money", amount
    if name in ("choice", "search", "confirm"):
        assert text in options(question), f"{question['id']}: {text}"
        return "choice", text
    if name == "district":
        assert text in rules.REGIONS and len(text) == 8, text
        return "choice", text
    if name == "village":
        assert text in VILLAGES or text in options(question), text
        return "choice", text
    if name == "several":
        wanted = [part for part in re.split("[ ,]", text) if part]
        assert set(wanted) <= set(options(question)), f"{question['id']}: {text}"
        chosen = [option["id"] for option in detail["options"] if option.get("fixed") or option["id"] in wanted]
        assert chosen, question["id"]
        return "several", chosen
    said = {"yes": "yes", "ya": "yes", "y": "yes", "no": "no", "tidak": "no", "t": "no", "n": "no"}.get(text.lower())
    if name == "yes_no":
        return "choice", {"yes": "yes", "no": "no"}[said]
    if name == "photo":
        assert text, question["id"]
        return "photo", None
    assert name in ("consent", "note") and said == "yes", f"{question['id']}: {name} {text}"
    return name, detail.get("version")


# Words behind an amount, by the period that a question asks about.
PERIODS = {"day": ("sehari", "per hari", "/hari"), "week": ("seminggu",), "month": ("sebulan", "per bulan"),
           "harvest": ("sekali panen", "per panen"), "trip": ("sekali melaut", "per trip", "sekali borongan")}


def said_period(text, asked):
    """The amount without the words of the period that was asked about, without "rupiah", and with its thousands in figures."""
    for words in PERIODS.get(asked, ()):
        text = text.removesuffix(words).strip()
    text = text.removesuffix("rupiah").strip()
    worded = re.fullmatch(r"(\d+) ?(ribu|rb|juta|jt)", text)
    return str(int(worded[1]) * {"r": 10**3, "j": 10**6}[worded[2][0]]) if worded else text


def read_text(name, stands, text):
    if "nik" in stands:
        return rules.nik_case(text, rules.TODAY, None)["digits"]
    if "phone" in stands:
        return rules.phone_case(text)["e164"]
    if "rt_rw" in stands:
        return typed.read_rt_rw(text)[0]
    if "pay_code" in stands:
        return pay_code.read(text)["code"]
    if "time_of_day" in stands:
        return "{:0>2}.{}".format(*re.fullmatch(r"(\d\d?)[.:](\d\d)", text).groups())
    if "email" in stands:
        mailbox, place = text.split("@")
        return f"{mailbox}@{place.lower()}"
    if "may_be_unknown" in stands and text.lower() in ("tidak tahu", "tidak diketahui", "not known"):
        return "TIDAK DIKETAHUI"
    if "name" in stands or "place" in stands:
        return " ".join(text.split()).upper()
    return re.sub("[ .-]", "", text) if name == "digits" else " ".join(text.split())


def canonical(value):
    what, content = value if len(value) == 2 else (*value, None)
    if what in ("skipped", "photo", "consent", "note"):
        return None
    return {"date": str, "money": str, "several": ",".join}.get(what, lambda same: same)(content)


def age(born, today):
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def months_lived(born, today):
    return (today.year - born.year) * 12 + today.month - born.month - (today.day < born.day)


# Conditions

def parts(condition):
    """The leaves in order."""
    (name, detail), = condition.items()
    if name in ("all", "any"):
        return [leaf for part in detail for leaf in parts(part)]
    return parts(detail) if name == "not" else [condition]


def combine(condition, truths):
    """Is it true, when its leaves are (an iterator, in order)?"""
    (name, detail), = condition.items()
    if name in ("all", "any"):
        return {"all": all, "any": any}[name]([combine(part, truths) for part in detail])
    return not combine(detail, truths) if name == "not" else next(truths)


def leaf_holds(leaf, form, answers, today):
    """`answers`: values by question, of those that have one; a question left out has none."""
    (name, detail), = leaf.items()
    about, wanted = (detail, None) if isinstance(detail, str) else detail
    value = answers.get(about)
    if value is None:
        return False
    if name == "answered":
        return True
    content = value[1]
    if name == "is":
        return content == wanted
    if name == "has":
        return wanted in content
    if name == "tagged":
        chosen = next(option for option in kind(form.by_id[about])[1]["options"] if option["id"] == content)
        return wanted in chosen.get("tags", [])
    if name == "at_least":
        return content >= wanted
    if name == "older":
        return content <= today and age(content, today) >= wanted
    if name == "older_months":
        return months_lived(content, today) >= wanted
    if name == "in_district":
        return rules.nik_case(content, today, None)["region"] in rules.REGIONS
    sys.exit(f"{Path(__file__).name} does not know the condition {name}")


def truths(condition, form, answers, today):
    return [leaf_holds(leaf, form, answers, today) for leaf in parts(condition)]


def holds(condition, form, answers, today):
    return combine(condition, iter(truths(condition, form, answers, today)))


# Derived answers

def given(source, answers, today):
    (name, detail), = source.items()
    names = [detail] if isinstance(detail, str) else [value for value in detail.values() if isinstance(value, str)]
    sources = [answers.get(id) for id in names]
    if None in sources:
        return None
    first = sources[0][1]
    if name.startswith("nik_"):
        nik = rules.nik_case(first, today, None)
        if name == "nik_birth_date":
            return "date", date.fromisoformat(nik["birth_date"])
        if name == "nik_sex":
            return "choice", nik["sex"]
        if name == "nik_district":
            return ("choice", nik["region"]) if nik["region"] in rules.REGIONS else None
    if name == "postal_code":
        return ("text", POSTAL[first][0]) if len(POSTAL[first]) == 1 else None
    if name == "village_postal_code":
        return ("text", VILLAGES[first]) if first in VILLAGES else None
    if name in ("per_day", "per_week"):
        days = int(sources[1][1]) if name == "per_day" else 1
        month = first * days * 52 // 12
        return ("money", month) if month <= 10**9 else None
    if name == "per_times":
        month = first * int(sources[1][1]) // detail["months"]
        return ("money", month) if 1 <= month <= 10**9 else None
    sys.exit(f"{Path(__file__).name} does not know the derivation {name}")


# Running a form

class Draft:
    """Typed values by question; a confirmation remembers what it confirmed."""

    def __init__(self, form, now):
        self.form, self.now, self.typed = form, now, {}
        self.today = datetime.fromisoformat(now).astimezone(WESTERN_TIME).date()

    def type(self, id, text):
        question = self.form.by_id[id]
        value = read(question, text, self.today)
        shown = self.text_of(kind(question)[1]["of"]) if kind(question)[0] == "confirm" else None
        self.typed[id] = (value, shown)

    def text_of(self, id):
        answers, _, _ = self.walk()
        return canonical(answers[id]) if id in answers else None

    def walk(self):
        """Answers so far, the questions asked for (True) or not, and the first screen: a question, an ending, the review."""
        answers, asked, screen = {}, {}, None
        for question in self.form.questions:
            id = question["id"]
            visible = "when" not in question or holds(question["when"], self.form, answers, self.today)
            derived, applies = None, False
            for derivation in question.get("derive", []):
                when = derivation.get("when")
                if visible if when is None else holds(when, self.form, answers, self.today):
                    applies = True
                    derived = derived or given(derivation["from"], answers, self.today)
            # What should have been derived and cannot be is asked for.
            visible = visible or (applies and derived is None)
            value, shown = self.typed.get(id, (None, None))
            if value and kind(question)[0] == "confirm" and shown != canonical(answers.get(kind(question)[1]["of"], SKIPPED)):
                value = None
            if value and kind(question)[0] == "village" and value[1] in VILLAGES:
                district = answers.get(kind(question)[1]["of"], SKIPPED)
                value = value if value[1].rpartition(".")[0] == canonical(district) else None
            value = (value or derived) if visible else derived
            asked[id] = visible
            if value and value != SKIPPED:
                answers[id] = value
            elif visible and not value:
                screen = screen or id
            ending = next((e["id"] for e in self.form.endings if holds(e["when"], self.form, answers, self.today)), None)
            if ending:
                return answers, asked, ("ending", ending)
        return answers, asked, ("question", screen) if screen else ("review", None)


def run(form, name, answer, now=NOW, before=()):
    """The case, and what it covers. `answer` gives the text for a question."""
    draft = Draft(form, now)
    for id, text in before:
        draft.type(id, text)
    texts = {}
    while True:
        answers, visible, (screen, id) = draft.walk()
        if screen != "question":
            break
        assert id not in texts, f"{name}: {id} is asked twice"
        texts[id] = answer(form.by_id[id], answers, draft.today)
        draft.type(id, texts[id])
    case = {"name": name, "form": form.id, "now": now}
    if before:
        case["before"] = [list(pair) for pair in before]
    case |= {"answers": texts, "asked": list(texts), "end": id if screen == "ending" else "review"}
    if screen == "review":
        case |= what_is_sent(form, draft, answers, visible)
    return case, covered(form, draft, answers, visible, case)


def what_is_sent(form, draft, answers, visible):
    purpose = next((p["id"] for p in form.purposes if holds(p["when"], form, answers, draft.today)), "register")
    sent = {id: canonical(value) for id, value in answers.items() if canonical(value) is not None}
    waited_for = [q["id"] for q in form.questions if q.get("may_wait") and visible[q["id"]] and q["id"] not in answers]
    found = {
        "purpose": purpose, "sent": sent, "waited_for": waited_for,
        "consents": {id: value[1] for id, value in answers.items() if value[0] == "consent"},
    }
    quote = form.quote and quote_of(form, draft, answers)
    return found | ({"quote": quote} if quote else {})


def quote_of(form, draft, answers):
    """Once everything that it is made of is answered: the total, is it told per day, is the payer's difference told."""
    source = form.quote
    if not all(source[name] in answers for name in ("income", "programmes", "months")):
        return None
    is_so = {name: name in source and holds(source[name], form, answers, draft.today)
             for name in ("transport", "government", "unsure_payer", "daily")}
    income, programmes, months = (answers[source[name]][1] for name in ("income", "programmes", "months"))

    def total(payer):
        work = "transport" if is_so["transport"] else "other"
        today = draft.today
        return rules.dues_case(ROWS, income, work, payer, programmes, int(months), (today.year, today.month))["total"]

    own, government = total("own"), total("government")
    unsure = is_so["unsure_payer"] and not is_so["government"] and own != government
    return {"total": government if is_so["government"] else own, "per_day": is_so["daily"], "unsure_payer": unsure}


ROWS = rules.brackets()


# Coverage

def wanted(form):
    """Everything that some case must show."""
    goals = {("end", e["id"]) for e in form.endings} | {("purpose", p["id"]) for p in form.purposes} | {("end", "review")}
    for place, (_, condition) in form.conditions.items():
        for value in (True,) if always(form, place, condition) else (True, False):
            goals.add((place, value))
            for n in range(len(parts(condition))):
                goals.add((place, f"part {n}", value))
                if (place, n) not in CANNOT_DECIDE:
                    goals.add((place, f"part {n} decides", value))
    for question in form.questions:
        id = question["id"]
        goals.add((id, "asked"))
        if not question.get("required", True):
            goals |= {(id, "left out"), (id, "answered")}
        if kind(question)[0] != "search":
            goals |= {(id, option) for option in options(question) if option != "retype"}
        if kind(question)[0] == "several":
            goals |= {(id, f"not {option['id']}") for option in kind(question)[1]["options"] if not option.get("fixed")}
        goals |= {(id, f"derived {n}") for n in range(len(question.get("derive", [])))}
        goals |= {(id, "nothing to derive")} if any(can_fail(d["from"]) for d in question.get("derive", [])) else set()
    return goals


def always(form, place, condition):
    """A purpose is asked for at the review only, and there is no review without this answer."""
    question = form.by_id.get(condition.get("answered"), {"when": None})
    return place.startswith("purpose ") and question.get("required", True) and "when" not in question


def can_fail(source):
    return next(iter(source)) in ("postal_code",)


def covered(form, draft, answers, visible, case):
    """What this case shows, as it ended: of an ending only what stood before it."""
    found = {("end", case["end"]), ("purpose", case.get("purpose"))}
    reached = len(form.questions) if case["end"] == "review" else len(visible)
    for place, (index, condition) in form.conditions.items():
        if index > reached or (index == reached and case["end"] != "review"):
            continue
        values = truths(condition, form, answers, draft.today)
        whole = combine(condition, iter(values))
        found.add((place, whole))
        for n, value in enumerate(values):
            found.add((place, f"part {n}", value))
            turned = [value != (n == m) for m, value in enumerate(values)]
            if combine(condition, iter(turned)) != whole:
                found.add((place, f"part {n} decides", value))
    for question in form.questions[:reached]:
        id = question["id"]
        if id in case["asked"]:
            found.add((id, "asked"))
            found.add((id, "answered" if id in answers else "left out"))
        value = answers.get(id, (None, None))
        chosen = value[1] if value[0] == "several" else [value[1]]
        found |= {(id, option if option in chosen else f"not {option}") for option in options(question) if value[0]}
        for n, derivation in enumerate(question.get("derive", [])):
            when = derivation.get("when")
            if visible[id] if when is None else holds(when, form, answers, draft.today):
                derived = given(derivation["from"], answers, draft.today)
                found.add((id, f"derived {n}" if derived else "nothing to derive"))
    return found


# Choosing cases

def cases_of(form):
    """Paths with a name of their own, then random ones that show what no other does yet."""
    cases, missing = [], wanted(form)

    def take(case, shows, always):
        nonlocal missing
        if always or shows & missing:
            cases.append(case)
            missing -= shows

    for name, path in PATHS.get(form.id, {}).items():
        path = dict(path)
        now, before = path.pop("now", NOW), path.pop("before", ())
        unused = set(path)

        def answer(question, answers, today):
            unused.discard(question["id"])
            return path[question["id"]] if question["id"] in path else usual(question, answers)

        case, shows = run(form, name, answer, now, before)
        assert not unused, f"{name}: never asked: {sorted(unused)}"
        take(case, shows, True)
    dice, tries = random.Random(f"{SEED} {form.id}"), 0
    while missing and tries < TRIES:
        tries += 1
        case, shows = run(form, f"{form.id}, at random ({tries})", lambda *asked: any_answer(dice, form, *asked))
        take(case, shows, False)
    if missing:
        listed = "\n".join(sorted(" ".join(map(str, goal)) for goal in missing))
        sys.exit(f"{form.id}: no case shows\n{listed}")
    return cases


def usual(question, answers):
    """What an invented person answers to a question, by its kind; of options the first."""
    name, detail = kind(question)
    stands, id = checks(question), question["id"]
    simple = {"date": "15-01-1990", "money": "Rp1.500.000", "yes_no": "tidak", "photo": "photo", "consent": "ya", "note": "ya",
              "district": "32.01.01"}
    for check, text in (("nik", NIK), ("phone", "0812 3456 7890"), ("rt_rw", "3/7"), ("time_of_day", "7:00"),
                        ("email", "siti@Contoh.ID"), ("pay_code", "0000-0000-0000"), ("name", USUAL.get(id, "budi contoh"))):
        if check in stands:
            return text
    if "postal_of" in stands:
        district = answers.get(stands["postal_of"])
        return next(iter(POSTAL[district[1]] if district else []), "99999")
    if name in simple:
        return simple[name]
    if name == "several":
        return "" if any(option.get("fixed") for option in detail["options"]) else detail["options"][0]["id"]
    if name in ("choice", "search", "confirm"):
        return USUAL.get(id, options(question)[0])
    if name == "village":
        return next(code for code in VILLAGES if code.startswith(answers[detail["of"]][1] + "."))
    length = stands.get("count") or max((stands.get("length") or {}).get("min", 1), 3)
    if name == "digits":
        return ("1" + "0" * length)[: min(length, detail["max"])]
    return USUAL.get(id, "Contoh") + " contoh" * (length // 7)


def any_answer(dice, form, question, answers, today):
    """Anything that question takes."""
    name, detail = kind(question)
    stands = checks(question)
    if not question.get("required", True) and dice.random() < 0.4:
        return ""
    if "nik" in stands:
        region = dice.choice(["320101", "317107", dice.choice(DISTRICTS), "320199", "990101"])
        return f"{region}{rules.nik_date(some_day(dice, form, today), dice.random() < 0.5)}{dice.randrange(9000, 10_000)}"
    if "phone" in stands:
        return dice.choice(["08", "+628", "628"]) + dice.choice(["1234567890", "520000000", "3811111111", "1 234 567 890"])
    if name == "date":
        day = some_day(dice, form, today)
        return dice.choice([f"{day:%d-%m-%Y}", f"{day.day}/{day.month}/{day.year}", f"{day:%d%m%Y}", f"{day}"])
    if name == "money":
        near = [leaf["at_least"][1] - n for leaf in leaves(form) if "at_least" in leaf for n in (0, 1)]
        limits = stands.get("amount") or {}
        amount = min(max(dice.choice([*near, 10**9, dice.randrange(1, 9_999) * 1000]), limits.get("min") or 1), limits.get("max") or 10**9)
        return dice.choice([str(amount), f"{amount:,}".replace(",", "."), f"Rp{amount:,}".replace(",", ".")])
    if name == "yes_no":
        return dice.choice(["ya", "tidak", "yes", "no"])
    if name == "district":
        return rules_code(dice.choice(DISTRICTS))
    if name == "village":
        inside = [code for code in VILLAGES if code.startswith(answers[detail["of"]][1] + ".")]
        return dice.choice([dice.choice(inside), *options(question)])
    if name == "several":
        some = [option for option in options(question) if dice.random() < 0.5]
        fixed = any(option.get("fixed") for option in detail["options"])
        return ",".join(some) or ("" if fixed else dice.choice(options(question)))
    if name in ("choice", "search", "confirm"):
        return dice.choice([option for option in options(question) if option != "retype"])
    return usual(question, answers)


DISTRICTS = [code.replace(".", "") for code in rules.REGIONS if len(code) == 8]


def rules_code(digits):
    return f"{digits[:2]}.{digits[2:4]}.{digits[4:]}"


def leaves(form):
    return [leaf for _, condition in form.conditions.values() for leaf in parts(condition)]


def some_day(dice, form, today):
    """A birth date: anybody's, or one around an age of which the form makes a difference."""
    ages = [leaf["older"][1] for leaf in leaves(form) if "older" in leaf]
    months = [leaf["older_months"][1] for leaf in leaves(form) if "older_months" in leaf]
    if months and dice.random() < 0.2:
        lived = dice.choice(months)
        born = date(today.year - lived // 12 - (today.month <= lived % 12), (today.month - lived % 12 - 1) % 12 + 1, min(today.day, 28))
        return born + timedelta(days=dice.choice([-30, -1, 0, 1, 30]))
    years = dice.choice([*ages, dice.randrange(18, 64)])
    return date(today.year - years, today.month, min(today.day, 28)) + timedelta(days=dice.choice([-400, -1, 0, 1, 400]))


if __name__ == "__main__":
    if sys.argv[1:] not in ([], ["--check"]):
        sys.exit(__doc__)
    main(check=bool(sys.argv[1:]))
