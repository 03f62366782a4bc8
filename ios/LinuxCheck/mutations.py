#!/usr/bin/env python3
"""Plants mistakes into ios/App, one at a time, and asks whether the check against the stub rejects them.

A check that accepts everything would pass too; this one must reject at least 12 of 15. Those that it misses are named: only Xcode and
a person with a phone find them. `IN_SWIFT` is the command that runs another one where Swift is.
"""
import os
import pathlib
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
APP = HERE.parent / "App"
LEAST = 12
# What is planted: its name, the file, the text there, and what it becomes.
MUTATIONS = [
    ("a modifier's name", "Design/Scaffold.swift", ".navigationBarTitleDisplayMode(.inline)", ".navigationBarTitleDisplyMode(.inline)"),
    ("a value instead of a binding", "Form/FieldView.swift", "text: $form.text", "text: form.text"),
    ("an argument's label", "Form/PhotoField.swift", ".sheet(isPresented: $camera)", ".sheet(presented: $camera)"),
    ("an await left out", "Form/StepButtons.swift", "Task { await form.next() }", "Task { form.next() }"),
    ("an error not caught", "Platform/Surroundings.swift", "try? BGTaskScheduler", "try BGTaskScheduler"),
    ("a binding of another type", "MyData/MyDataScreen.swift", "isOn: $lock", "isOn: $model"),
    ("a model bound without @Bindable", "Form/FieldView.swift", "        @Bindable var form = form\n", ""),
    ("a field of the core that is not there", "Registration/RegistrationScreen.swift", "view.photosSent", "view.photosGone"),
    ("a missing brace", "Help/HelpScreen.swift", "ForEach(programmes, id: \\.id) { ProgrammeCard(programme: $0) }", "ForEach(programmes, id: \\.id) { ProgrammeCard(programme: $0)"),
    ("a screen changed away from the main thread", "Welcome/WelcomeScreen.swift", "Task { await app.welcome.refresh() }", "Task.detached { app.navigation.home() }"),
    ("a state of a screen forgotten", "People/PeopleScreen.swift", "            case .empty: Text(app.words(.noPeople))\n", ""),
    ("an environment value that is not there", "Design/Notices.swift", "@Environment(\\.openURL)", "@Environment(\\.openUrl)"),
    ("a text that has no id", "Reminders/RemindersScreen.swift", "app.words(.noReminders)", "app.words(.noReminder)"),
    ("an icon that is not there (found by project.py)", "Form/StepButtons.swift", '"warning" : "check"', '"warnin" : "check"'),
    ("a modifier of iOS 18", "MyData/MyDataScreen.swift", ".task { await model.refresh() }", ".presentationSizing(.form)"),
]


def rejected(sources):
    command = [*os.environ["IN_SWIFT"].split(), "swiftc", "-typecheck", "-swift-version", "6", "-parse-as-library", "-module-name", "App"]
    modules = HERE / ".build" / "debug" / "Modules"
    header = HERE.parent.parent / "bindings" / "swift" / "Sources" / "PayungCoreFFI" / "include"
    command += ["-I", str(modules), "-I", str(header), *map(str, sources)]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return done.returncode != 0, done.stdout


def main():
    files = sorted(APP.rglob("*.swift"))
    failed, said = rejected(files)
    if failed:
        sys.exit(f"without a mistake it is rejected too:\n{said[-2000:]}")
    planted = HERE / ".build" / "planted.swift"
    found = 0
    for name, file, text, mistake in MUTATIONS:
        source = (APP / file).read_text()
        if text not in source:
            sys.exit(f"mutations.py: {file} has no {text!r} any more")
        planted.write_text(source.replace(text, mistake, 1))
        bad, _ = rejected([one for one in files if one != APP / file] + [planted])
        found += bad
        if not bad:
            print(f"accepted: {name}")
    planted.unlink()
    print(f"the check rejects {found} of {len(MUTATIONS)} planted mistakes")
    sys.exit(found < LEAST)


main()
