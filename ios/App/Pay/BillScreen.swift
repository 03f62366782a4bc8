import PayungCore
import PayungKit
import SwiftUI

/// A bill: the amount in large figures, until when, the code, and the other ways to pay.
struct BillScreen: View {
    @Environment(AppModel.self) private var app
    @Environment(RemindersModel.self) private var reminders
    @State private var model: BillModel

    init(_ which: BillModel.Which, core: Core, words: Words) {
        _model = State(initialValue: BillModel(which, core: core, words: words, saver: PhotoLibrary()))
    }

    var body: some View {
        Scaffold(title: model.state.bill?.title ?? app.words(.pay), spoken: model.state.bill?.spoken ?? "") {
            ForEach(Array(model.notices.enumerated()), id: \.offset) { _, notice in
                Notice(kind: .lookAgain, words: notice.words)
            }
            switch model.state {
            case .loading: Waiting()
            case .none(let paidBy): ForEach(BillModel.State.nothing(paidBy, app.words), id: \.self) { Text($0) }
            case .failed(let problem): ProblemNotice(problem: problem) { Task { await model.refresh() } }
            case .open(let bill, _): OpenBill(bill: bill, code: model.code)
            case .paid(let bill, _): ClosedBill(bill: bill, icon: "state_paid")
            case .expired(let bill, _): ClosedBill(bill: bill, icon: "state_lapsed")
            case .cancelled(let bill, _): ClosedBill(bill: bill, icon: "no")
            case .refused(let bill, _): ClosedBill(bill: bill, icon: "warning")
            }
            if model.state.bill?.saidPaid == true { Notice(kind: .lookAgain, words: app.words(.paidNotYet)) }
            if let problem = model.problem { ProblemNotice(problem: problem) { Task { await model.sync() } } }
            OtherBills(bills: model.state.others)
        } foot: {
            ForEach(Array(model.state.actions.enumerated()), id: \.element) { index, action in
                if index == 0 {
                    PrimaryButton(label: app.words(action), enabled: !model.working) { act(action) }
                } else {
                    SecondaryButton(label: app.words(action)) { act(action) }
                }
            }
        }
        .task { await model.refresh() }
        .refreshable { await model.sync() }
        .onChange(of: app.news) { _, _ in Task { await model.refresh() } }
        .onChange(of: model.state.kind) { old, new in if old == .open, new == .paid { Haptics.feel(nil) } }
    }

    private func act(_ action: ShellText) {
        guard let bill = model.state.bill else { return }
        if action == bill.first, let way = bill.way { return app.navigation.go(to: way) }
        switch action {
        case .saidPaid:
            Task {
                await model.saidPaid()
                await app.remind(reminders)
            }
        case .tryAgain: Task { await model.sync() }
        case .anotherBill: Task { if let route = await model.another() { app.navigation.go(to: route) } }
        case .help: app.navigation.go(to: .help)
        case .receipts: app.navigation.go(to: .receipts(bill.registration))
        default: break
        }
    }
}

/// One that can be paid, from top to bottom.
struct OpenBill: View {
    @Environment(AppModel.self) private var app
    let bill: BillView
    let code: CodeModel?

    var body: some View {
        BillHead(bill: bill)
        ForEach([bill.why, bill.priceNote].compactMap { $0 } + bill.lines.map(\.words), id: \.self) {
            Text($0).foregroundStyle(Tone.soft)
        }
        if let code { CodeCard(code: code) }
        if !bill.after.isEmpty { Notice(kind: .certain, words: bill.after) }
        Text(app.words(.payElsewhere)).font(.headline).accessibilityAddTraits(.isHeader)
        ForEach(bill.channels, id: \.id) { ChannelRow(bill: bill.id, channel: $0) }
    }
}

/// The months, the amount, and until when.
struct BillHead: View {
    let bill: BillView

    var body: some View {
        HStack(alignment: .firstTextBaseline) {
            Text(bill.title).font(.headline)
            Spacer()
            Text(bill.amountWords).font(.largeTitle).bold()
        }
        .accessibilityElement(children: .ignore)
        .accessibilityLabel(bill.title)
        .accessibilityValue(bill.amountWords)
        .accessibilityAddTraits(.isHeader)
        Text(bill.until)
    }
}

/// One that cannot be paid, with the reason. Nothing of its codes is on the screen.
struct ClosedBill: View {
    let bill: BillView
    let icon: String

    var body: some View {
        Icon(icon)
        BillHead(bill: bill)
        if let refused = bill.refused { Notice(kind: .lookAgain, words: refused) }
        ForEach(bill.lines.map(\.words), id: \.self) { Text($0).foregroundStyle(Tone.soft) }
    }
}

/// Bills of the same registration.
struct OtherBills: View {
    @Environment(AppModel.self) private var app
    let bills: [BillView]

    var body: some View {
        if !bills.isEmpty { Text(app.words(.otherBills)).font(.headline).accessibilityAddTraits(.isHeader) }
        ForEach(bills, id: \.id) { bill in
            LineButton(title: bill.title, text: bill.until, icon: "money") { app.navigation.go(to: .bill(bill.id)) }
        }
    }
}
