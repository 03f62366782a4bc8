import PayungCore
import PayungKit
import SwiftUI

/// How to pay at one place.
struct ChannelScreen: View {
    @Environment(AppModel.self) private var app
    @Environment(RemindersModel.self) private var reminders
    @State private var model: ChannelModel
    @State private var bill: BillModel

    init(bill: String, channel: String, core: Core, words: Words) {
        let saver = PhotoLibrary()
        _model = State(initialValue: ChannelModel(bill, channel: channel, core: core, words: words, saver: saver))
        _bill = State(initialValue: BillModel(.bill(bill), core: core, words: words, saver: saver))
    }

    var body: some View {
        Scaffold(title: app.words(.pay), spoken: model.state.content?.spoken ?? "") {
            LoadedView(state: model.state, again: model.refresh) { shown in
                switch shown {
                case .closed(let bill): ClosedBill(bill: bill, icon: "info")
                case .unusable(let bill, let channel):
                    ChannelHead(bill: bill, channel: channel)
                    Notice(kind: .lookAgain, words: channel.reason)
                case .usable(let bill, let channel):
                    ChannelHead(bill: bill, channel: channel)
                    CodeCard(code: model.code)
                    if !channel.hasCode, let key = channel.grouped { KeyCard(name: channel.keyName, key: key) }
                    ChannelSteps(channel: channel, failed: model.linkFailed) { model.opened($0) }
                }
            }
            if bill.state.bill?.saidPaid == true { Notice(kind: .lookAgain, words: app.words(.paidNotYet)) }
            if let problem = bill.problem { ProblemNotice(problem: problem) { Task { await look() } } }
        } foot: {
            if case .usable(let shown, _)? = model.state.content {
                PrimaryButton(label: app.words(shown.first), enabled: !bill.working) { Task { await act(shown) } }
            }
        }
        .task {
            await model.refresh()
            await bill.refresh()
        }
        .onChange(of: app.news) { _, _ in Task { await model.refresh() } }
    }

    /// A bill that can be paid has one of two steps: saying that it was, and asking for news.
    private func act(_ shown: BillView) async {
        guard shown.step == .sayPaid else { return await look() }
        await bill.saidPaid(model.channel)
        await show()
    }

    private func look() async {
        await bill.sync()
        await show()
    }

    private func show() async {
        await model.refresh()
        await app.remind(reminders)
        if let paid = bill.state.bill, bill.state.kind == .paid { app.navigation.replace(with: .bill(paid.id)) }
    }
}

/// Which place, and how much.
struct ChannelHead: View {
    let bill: BillView
    let channel: PayungCore.ChannelView

    var body: some View {
        HStack(spacing: Space.medium) {
            if let pictogram = channel.pictogram { Icon(pictogram.icon) }
            Text(channel.name).font(.title).bold()
            Spacer()
            Text(bill.amountWords).font(.title2).bold()
        }
        .accessibilityElement(children: .ignore)
        .accessibilityLabel(channel.name)
        .accessibilityValue(bill.amountWords)
        .accessibilityAddTraits(.isHeader)
    }
}

/// A number that is told or typed there and is no code of the bill.
struct KeyCard: View {
    let name: String
    let key: String

    var body: some View {
        VStack(alignment: .leading, spacing: 4) {
            Text(name).foregroundStyle(Tone.soft)
            Text(key).font(.title2).bold().textSelection(.enabled)
        }
        .card()
        .accessibilityElement(children: .combine)
        .privacySensitive()
    }
}

/// What to do, in its order, and the link into the app. Where the app is not there, the steps are the way.
struct ChannelSteps: View {
    @Environment(AppModel.self) private var app
    @Environment(\.openURL) private var openURL
    let channel: PayungCore.ChannelView
    let failed: Bool
    let opened: @MainActor (Bool) -> Void

    var body: some View {
        if let url = channel.url {
            SecondaryButton(label: app.words(.openApp, channel.name)) {
                openURL(url) { accepted in Task { @MainActor in opened(accepted) } }
            }
        }
        if failed { Notice(kind: .lookAgain, words: app.words(.linkFailed)) }
        ForEach(Array(channel.steps.enumerated()), id: \.offset) { index, step in Text("\(index + 1). \(step)") }
        if !channel.note.isEmpty { Notice(kind: .lookAgain, words: channel.note) }
        ForEach([channel.fee, channel.limit].filter { !$0.isEmpty }, id: \.self) { Text($0).foregroundStyle(Tone.soft) }
    }
}

/// A place in the list of a bill. One that cannot be used is grey and says why.
struct ChannelRow: View {
    @Environment(AppModel.self) private var app
    let bill: String
    let channel: PayungCore.ChannelView

    var body: some View {
        let reading = Reading.channel(channel)
        LineButton(title: channel.name, text: reading.value, icon: channel.pictogram?.icon ?? "money") {
            app.navigation.go(to: .channel(bill: bill, channel: channel.id))
        }
        .disabled(!channel.enabled)
        .accessibilityLabel(reading.label)
        .accessibilityValue(reading.value)
    }
}
