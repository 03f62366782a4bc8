"""Follows README.md line by line, as somebody who has just copied the project into an empty folder.

The tracked files are copied into an empty folder with an empty home and empty caches. Each line of README's code blocks is
typed there, in one pseudo-terminal of 40 columns, and has to end well. Where the README registers somebody, each screen is
read and answered as a person does it. In the end nothing that a trial left can be added by `git add -A`.

`--built FOLDER` takes the programs that lie there instead of building them, as `./payung test` has just done.
"""
import argparse
import json
import os
import pty
import re
import select
import shutil
import struct
import subprocess
import sys
import tempfile
import termios
import time
from fcntl import ioctl
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COLUMNS = 40
END = "END-OF-LINE"
RECEIPT = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b")
PAYMENT_CODE = re.compile(r"\b[0-9]{16}\b")
# A line may build everything first.
PATIENCE = 60 * 45


class Terminal:
    """One shell in a window of 40 columns."""

    def __init__(self, folder, environment):
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            os.execvpe("bash", ["bash", "--norc", "--noprofile"], environment)
        ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 24, COLUMNS, 0, 0))
        self.unseen = ""

    def type(self, line):
        os.write(self.fd, (line + "\n").encode())

    def until(self, *words):
        """What was shown before one of the words, and which one it was."""
        ends = time.monotonic() + PATIENCE
        while True:
            places = [(self.unseen.find(word), word) for word in words if word in self.unseen]
            if places:
                at, word = min(places)
                shown, self.unseen = self.unseen[:at], self.unseen[at + len(word):]
                return shown, word
            left = ends - time.monotonic()
            if left <= 0 or not select.select([self.fd], [], [], left)[0]:
                sys.exit(f"readme: waited for {words}, saw:\n{self.unseen[-3000:]}")
            self.unseen += os.read(self.fd, 65536).decode(errors="replace")


def plain(shown):
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown).replace("\r", "")


def lines_of(readme):
    """The commands of the code blocks that are for a shell."""
    blocks = re.findall(r"^```(\w*)\n(.*?)^```$", readme.read_text(), re.S | re.M)
    # A block that is marked as text is not followed: what it names has stages of its own.
    lines = [line for mark, block in blocks if mark in ("", "sh") for line in block.splitlines()]
    lines = [line.split("  #")[0].rstrip() for line in lines if line.startswith("./payung ")]
    if "./payung term register" not in lines:
        sys.exit(f"readme: {readme.name} registers nobody")
    return lines


def answer(question, kind, photo):
    known = {
        "ever_member": "belum", "age": "3", "employer": "1", "occupation": "gorengan", "income_day": "90rb",
        "nik": "3201015501900001", "name": "SITI CONTOH", "mother_name": "AMINAH CONTOH", "phone": "0812 0000 0001",
        "postal_code": "16911", "rt_rw": "003/007", "ktp": str(photo),
    }
    by_kind = {"choice": "1", "several": "1", "village": "1", "yes_no": "ya", "confirm": "ya", "consent": "ya", "text": "CONTOH"}
    return known.get(question) or by_kind.get(kind, "")


def register(terminal, form, photo):
    """Answers each screen until the line has ended. Returns what was shown."""
    whole, asked = "", None
    for _ in range(120):
        shown, word = terminal.until("› ", "›\x1b[0m ", END)
        whole += shown
        if word == END:
            return whole
        screen = " ".join(plain(shown).split())
        titles = [line for line in form if " ".join(line["title"].split()) in screen]
        asked = max(titles, key=lambda line: len(line["title"])) if titles else asked
        if "nomor: ubah" in screen:
            terminal.type("")
        elif titles:
            terminal.type(answer(asked["question"], asked["kind"], photo))
        elif asked:
            terminal.type("1")
        else:
            sys.exit(f"readme: a screen without a question:\n{screen}")
    sys.exit(f"readme: the form does not end:\n{plain(whole)[-3000:]}")


def run(terminal, line):
    """Types a line that asks nothing; it has to end well."""
    terminal.type(f"{line}; echo {END[:4]}''{END[4:]} $?")
    shown = terminal.until(END)[0]
    code = terminal.until("\n")[0].strip()
    if code != "0":
        sys.exit(f"readme: exit {code}: {line}\n{plain(shown)[-3000:]}")
    return shown


def news(terminal, line, shown, words):
    """What a sync shows once the office's news is there. It takes the office a moment, and a busy machine some more."""
    ends = time.monotonic() + 120
    while not all(some in " ".join(plain(shown).split()) for some in words):
        if time.monotonic() > ends:
            sys.exit(f"readme: `{words}` was not told:\n{plain(shown)}")
        time.sleep(1)
        shown += run(terminal, line)
    return shown


def correct(terminal, receipt, form, photo):
    """The office asks for the name again: its words stand at the question, and the refused name is not offered."""
    words = "Nama di KTP lebih panjang. Tulis semuanya."
    run(terminal, f"./payung office correct {receipt} --question name='{words}' >/dev/null")
    told = run(terminal, "./payung term sync")
    terminal.type(f"./payung term correct {receipt}; echo {END[:4]}''{END[4:]} $?")
    screen, _ = terminal.until("› ", "›\x1b[0m ")
    seen = " ".join(plain(screen).split())
    if words not in seen or "Enter: SITI" in seen:
        sys.exit(f"readme: the office's words do not stand at the question, or the refused name is offered:\n{seen}")
    terminal.type("")
    again, _ = terminal.until("› ", "›\x1b[0m ")
    if "Belum jelas" not in again:
        sys.exit(f"readme: Enter took the name that the office refused:\n{plain(again)}")
    terminal.type("SITI AMINAH CONTOH")
    whole = register(terminal, form, photo)
    code = terminal.until("\n")[0].strip()
    if code != "0":
        sys.exit(f"readme: exit {code}: the correction was not sent\n{plain(whole)[-3000:]}")
    return [("correct", row) for row in too_wide(told + screen + again + whole)]


def too_wide(shown):
    """Lines of the terminal shell that are wider than the window. What was typed stands behind the prompt."""
    return [line for line in plain(shown).split("\n") if len(line) > COLUMNS and not line.startswith(("›", "./payung"))]


def copy(to):
    """The files that git knows, and those that could be added, as they are now."""
    names = subprocess.run(["git", "ls-files", "-coz", "--exclude-standard"], cwd=ROOT, check=True, capture_output=True)
    for name in filter(None, names.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, to / name)
    git = ["git", "-c", "user.name=Contoh", "-c", "user.email=contoh@example.com", "-c", "core.autocrlf=false"]
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "As it was copied"]):
        subprocess.run(git + words, cwd=to, check=True)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--built", type=Path, help="the target folder of a build")
    arguments = arguments.parse_args()
    lines = lines_of(ROOT / "README.md")
    if lines != lines_of(ROOT / "README.id.md"):
        sys.exit("readme: README.md and README.id.md tell other commands")
    place = Path(tempfile.mkdtemp(prefix="payung-readme-"))
    project, home = place / "payung", place / "home"
    project.mkdir(), home.mkdir()
    copy(project)
    photo = place / "ktp.jpg"
    shutil.copy(next((ROOT / "tests/photos/set").rglob("*.jpg")), photo)
    environment = {
        "HOME": str(home), "PATH": os.environ["PATH"], "LANG": "C.UTF-8", "TERM": "xterm", "PS1": "", "PS2": "",
        # Empty variables count as unset.
        "PAYUNG_HOME": "", "PAYUNG_TRUST": "", "PAYUNG_OFFICE_DIR": "",
    }
    for name in ("RUSTUP_HOME", "RUSTUP_TOOLCHAIN", "https_proxy", "http_proxy", "HTTPS_PROXY", "SSL_CERT_FILE"):
        if name in os.environ:
            environment[name] = os.environ[name]
    environment.setdefault("RUSTUP_HOME", str(Path.home() / ".rustup"))
    environment["CARGO_HOME"] = str(place / "cargo")
    (place / "cargo").mkdir()
    for settings in ("config.toml", "config"):
        given = Path(os.environ.get("CARGO_HOME", Path.home() / ".cargo")) / settings
        if given.is_file():
            shutil.copy(given, place / "cargo" / settings)
    if arguments.built:
        environment.update(CARGO_TARGET_DIR=str(arguments.built.resolve()), PAYUNG_BUILT="1")
    terminal = Terminal(project, environment)
    terminal.type("stty -echo; bind 'set enable-bracketed-paste off'")
    receipt, payment_code, form, wide = None, None, None, []
    try:
        for line in lines:
            if receipt:
                if line.startswith("./payung office show"):
                    wide += correct(terminal, receipt, form, photo)
                line = RECEIPT.sub(receipt, line)
            if line.startswith("./payung sandbox pay"):
                line = PAYMENT_CODE.sub(payment_code, line)
            print(f"  {line}", flush=True)
            registers = line == "./payung term register"
            if registers:
                text = subprocess.run(
                    ["./payung", "term", "--json", "--home", str(place / "reader"), "form"],
                    cwd=project, env=environment, check=True, capture_output=True).stdout
                form = json.loads(text)
            terminal.type(f"{line}; echo {END[:4]}''{END[4:]} $?")
            shown = register(terminal, form, photo) if registers else terminal.until(END)[0]
            code = terminal.until("\n")[0].strip()
            if code != "0":
                sys.exit(f"readme: exit {code}: {line}\n{plain(shown)[-3000:]}")
            if registers:
                receipt = RECEIPT.findall(plain(shown))[-1]
            if line.startswith("./payung term") and "--help" not in line:
                wide += [(line, row) for row in too_wide(shown)]
            if line.startswith("./payung term pay"):
                payment_code = PAYMENT_CODE.findall(plain(shown))[0]
            if line == "./payung term sync":
                words = ["erlindungi sampai"] if payment_code else ["isetujui", "Iuran: Rp"]
                shown = news(terminal, line, shown, words)
        added = subprocess.run(["git", "add", "-A", "-n"], cwd=project, check=True, capture_output=True, text=True).stdout
        if added:
            sys.exit(f"readme: a trial left files that git would add:\n{added}")
        if not (project / ".payung/phone/payung.db").exists():
            sys.exit("readme: what was typed does not lie in .payung")
        if any(home.iterdir()):
            sys.exit(f"readme: a trial left files in the home folder: {list(home.iterdir())}")
        if wide:
            sys.exit("readme: lines wider than 40 columns:\n" + "\n".join(f"{line}: {row}" for line, row in wide))
    finally:
        subprocess.run(["./payung", "office", "stop"], cwd=project, env=environment, capture_output=True)
        os.close(terminal.fd)
        shutil.rmtree(place, ignore_errors=True)
    how = "programs of this run" if arguments.built else "built from nothing, with empty caches"
    print(f"note: {len(lines)} lines of README.md from nothing to protected, 40 columns; {how}")


main()
