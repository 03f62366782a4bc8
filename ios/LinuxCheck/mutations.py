#!/usr/bin/env python3
"""Plants mistakes into ios/App, one at a time, and asks whether the check against the stub rejects them.

A check that accepts everything would pass too; this one must reject all but two. Those that it misses are named: only Xcode and
a person with a phone find them. `IN_SWIFT` is the command that runs another one where Swift is.
"""
import concurrent.futures
import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
APP = HERE.parent / "App"
# What is planted: its name, the file, the text there, and what it becomes.
MUTATIONS = [
    ("a modifier's name", "Design/Scaffold.swift", ".navigationBarTitleDisplayMode(.inline)", ".navigationBarTitleDisplyMode(.inline)"),
    ("a value instead of a binding", "Form/FieldView.swift", "text: $form.text", "text: form.text"),
    ("an argument's label", "Form/PhotoField.swift", ".fullScreenCover(isPresented: $camera)", ".fullScreenCover(presented: $camera)"),
    ("an await left out", "Form/StepButtons.swift", "Task { await form.next() }", "Task { form.next() }"),
    ("an error not caught", "Platform/Surroundings.swift", "try? BGTaskScheduler", "try BGTaskScheduler"),
    ("a binding of another type", "Settings/SettingsScreen.swift", "isOn: $model.locks", "isOn: $model.state"),
    ("a model bound without @Bindable", "Form/FieldView.swift", "        @Bindable var form = form\n", ""),
    ("a field of the core that is not there", "Registration/RegistrationScreen.swift", "view.photosSent", "view.photosGone"),
    ("a missing brace", "Incidents/IncidentsScreen.swift", "ForEach(shown.programmes, id: \\.id) { ProgrammeCard(programme: $0) }", "ForEach(shown.programmes, id: \\.id) { ProgrammeCard(programme: $0)"),
    ("a screen changed away from the main thread", "Welcome/WelcomeScreen.swift", "Task { await app.welcome.refresh() }", "Task.detached { app.navigation.home() }"),
    ("a state of a screen forgotten", "Pay/ChannelScreen.swift", '                case .closed(let bill): ClosedBill(bill: bill, icon: "info")\n', ""),
    ("an environment value that is not there", "Design/Notices.swift", "@Environment(\\.openURL)", "@Environment(\\.openUrl)"),
    ("a text that has no id", "Reminders/RemindersScreen.swift", "app.words(.noReminders)", "app.words(.noReminder)"),
    ("an icon that is not there (found by project.py)", "Form/StepButtons.swift", '"warning" : "check"', '"warnin" : "check"'),
    ("a time's button given text", "Reminders/TimeFields.swift", "model.pause(until: until)", "model.pause(until: paused)"),
    ("a field of the core's choices that is not there", "Reminders/ReminderSettingsScreen.swift", "{ $0.quietTo = time }", "{ $0.quietUntil = time }"),
    ("a phase of cover forgotten", "Cover/CoverSigns.swift", "        case .folded: 0.2\n", ""),
    ("a phase of a bill forgotten", "Pay/BillScreen.swift", '            case .refused(let bill, _): ClosedBill(bill: bill, icon: "warning")\n', ""),
    ("a pasteboard's property that is not there", "Pay/CodeCard.swift", "UIPasteboard.general.string = text", "UIPasteboard.general.text = text"),
    ("a closure of another type", "Pay/ChannelParts.swift", "openURL(url) { accepted in", "openURL(url) { (accepted: String) in"),
    ("an access level that is not there", "Platform/PhotoLibrary.swift", "for: .addOnly", "for: .writeOnly"),
    ("a request's field that is not there", "Requests/RequestsScreen.swift", "title: request.title", "title: request.name"),
    ("a state of a request forgotten", "Requests/RequestsScreen.swift", '        case .erased: "state_erased"\n', ""),
    ("a kind of file that is not there", "Pay/PaperLink.swift", "exportedContentType: .pdf", "exportedContentType: .paper"),
    ("a type that cannot be pasted", "Payers/PayForScreen.swift", "payloadType: String.self", "payloadType: Route.self"),
    ("an ending that is not there", "Payers/PayersScreen.swift", "model.askToStop(.payer)", "model.askToStop(.sponsor)"),
    ("a secret shown without asking for its text", "Recovery/RecoveryCodeScreen.swift", "signs.reveal().enumerated()", "signs.enumerated()"),
    ("a state of getting back forgotten", "Recovery/RecoverScreen.swift", "            case .waiting: SecondaryButton(label: app.words(.cancel)) { model.cancel() }\n", ""),
    ("a page's number as text", "Incidents/PaperRows.swift", "model.look(at: page, of: paper)", "model.look(at: page.number, of: paper)"),
    ("a width that is not there", "RootView.swift", "width == .regular", "width == .wide"),
    ("a link opened that may not be there", "Help/PlaceScreen.swift", "if let call = place.call { SecondaryButton(label: app.words(.call)) { openURL(call) } }", "SecondaryButton(label: app.words(.call)) { openURL(place.call) }"),
    ("an answer on a notification that ends on any thread", "Platform/SystemNotifier.swift", "didReceive response: UNNotificationResponse,\n        withCompletionHandler completionHandler: @escaping () -> Void\n    ) {", "didReceive response: UNNotificationResponse\n    ) async {\n        let completionHandler = {}"),
    ("a modifier of iOS 18", "MyData/MyDataScreen.swift", ".task { await model.refresh() }", ".presentationSizing(.form)"),
]


def rejected(sources, alone=()):
    """With files that are looked at alone only those are, beside all others: each mistake shows in its own file."""
    command = [*os.environ["IN_SWIFT"].split(), "swiftc"]
    if alone:
        # The driver alone would look at every file again; what it hands on to the compiler is named here instead.
        command += ["-frontend", "-plugin-path", "/usr/libexec/swift/lib/swift/host/plugins"]
    command += ["-typecheck", "-swift-version", "6", "-parse-as-library", "-module-name", "App"]
    modules = HERE / ".build" / "debug" / "Modules"
    header = HERE.parent.parent / "bindings" / "swift" / "Sources" / "PayungCoreFFI" / "include"
    command += ["-I", str(modules), "-I", str(header), *map(str, sources)]
    for file in alone:
        command += ["-primary-file", str(file)]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return done.returncode != 0, done.stdout


def plant(files, file, text, mistake):
    """What is said of one file with a mistake in it, in a copy of its own."""
    source = (APP / file).read_text()
    if text not in source:
        sys.exit(f"mutations.py: {file} has no {text!r} any more")
    with tempfile.NamedTemporaryFile("w", suffix=".swift", prefix="planted-", dir=HERE / ".build") as planted:
        planted.write(source.replace(text, mistake, 1))
        planted.flush()
        return rejected([one for one in files if one != APP / file], [planted.name])


def main():
    files = sorted(APP.rglob("*.swift"))
    failed, said = rejected(files)
    if failed:
        sys.exit(f"without a mistake it is rejected too:\n{said[-2000:]}")
    # Looking at a file alone is another way of looking: it must accept the same files while they have no mistake.
    alone = sorted({APP / file for _, file, _, _ in MUTATIONS})
    failed, said = rejected([file for file in files if file not in alone], alone)
    if failed:
        sys.exit(f"looked at alone it is rejected without a mistake:\n{said[-2000:]}")
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        answers = list(pool.map(lambda one: plant(files, *one[1:])[0], MUTATIONS))
    for (name, *_), bad in zip(MUTATIONS, answers):
        if not bad:
            print(f"accepted: {name}")
    found = sum(answers)
    print(f"the check rejects {found} of {len(MUTATIONS)} planted mistakes")
    sys.exit(found < len(MUTATIONS) - 2)


main()
