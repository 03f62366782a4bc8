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
                    if !channel.cardButton.isEmpty { CardNumberField(label: channel.cardButton, model: model) }
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
