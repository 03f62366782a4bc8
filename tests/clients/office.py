"""The office behind the tests: `outsiders` of tests/src/bin, in a process of its own."""

import json
import os
import subprocess


class Office:
    def __enter__(self):
        self.process = subprocess.Popen([os.environ["PAYUNG_OUTSIDERS"]], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.url = self.read()["url"]
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait(timeout=60)

    def seal(self, *sizes):
        return self.ask("seal " + " ".join(map(str, sizes)))

    def ask(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return self.read()

    def read(self):
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit("the office ended before it said anything")
        return json.loads(line)
