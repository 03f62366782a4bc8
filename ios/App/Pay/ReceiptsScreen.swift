import PayungCore
import PayungKit
import SwiftUI

/// What the office recorded as paid, and what else it says about money.
struct ReceiptsScreen: View {
    @Environment(AppModel.self) private var app
    @State private var model: ReceiptsModel

    init(registration: String, core: Core, words: Words) {
        _model = State(initialValue: ReceiptsModel(registration, core: core, words: words))
    }

    var body: some View {
        Scaffold(title: app.words(.receipts), spoken: model.state.reading(app.words).map(\.label).joined(separator: ". ")) {
            LoadedView(state: model.state, again: model.refresh) { shown in
                if shown.kind == .empty { Text(app.words(.noReceipts)) }
                ForEach(Array(shown.notices.enumerated()), id: \.offset) { _, notice in
                    Notice(kind: .lookAgain, words: notice.words)
                }
                ForEach(shown.receipts, id: \.number) { receipt in
                    LineButton(title: receipt.title, text: receipt.paidAtWords, icon: "state_paid") {
                        app.navigation.go(to: .receipt(model.registration, number: receipt.number))
                    }
                }
            }
        } foot: {
            if let year = model.year {
                SecondaryButton(label: app.words(.statement)) {
                    app.navigation.go(to: .statement(model.registration, year: year))
                }
            }
        }
        .task { await model.refresh() }
        .onChange(of: app.news) { _, _ in Task { await model.refresh() } }
    }
}

/// One receipt.
struct ReceiptScreen: View {
    @Environment(AppModel.self) private var app
    @State private var model: ReceiptModel

    init(registration: String, number: String, core: Core, words: Words) {
        _model = State(initialValue: ReceiptModel(registration, number: number, core: core, words: words))
    }

    var body: some View {
        Scaffold(title: app.words(.receipts), spoken: model.text ?? "") {
            LoadedView(state: model.state, again: model.refresh) { receipt in
                Text(receipt.title).font(.title).bold().accessibilityAddTraits(.isHeader)
                VStack(spacing: Space.medium) {
                    ForEach(Array(receipt.rows.enumerated()), id: \.offset) { _, row in ReceiptLine(row: row) }
                }
                .card()
                Text(receipt.note).foregroundStyle(Tone.soft)
            }
        } foot: {
            if let text = model.text { PrimaryButton(label: app.words(.shareReceipt)) { Sharing.share(text) } }
            if let receipt = model.state.content {
                SecondaryButton(label: app.words(.sharePicture)) {
                    if let picture = model.picture(ReceiptPicture.png(receipt)) { Sharing.share(picture) }
                }
            }
            if let problem = model.problem { ProblemNotice(problem: problem) {} }
            PaperLink(paper: model.paper, label: .savePaper)
        }
        .task { await model.refresh() }
    }
}

/// A label and what it is.
struct ReceiptLine: View {
    let row: ReceiptRow

    var body: some View {
        HStack(alignment: .firstTextBaseline) {
            Text(row.label).foregroundStyle(Tone.soft)
            Spacer()
            Text(row.value).bold()
        }
        .accessibilityElement(children: .ignore)
        .accessibilityLabel(row.label)
        .accessibilityValue(row.value)
    }
}

/// The months of a year, and the years beside it.
struct StatementScreen: View {
    @Environment(AppModel.self) private var app
    @State private var model: StatementModel

    init(registration: String, year: UInt16, core: Core, words: Words) {
        _model = State(initialValue: StatementModel(registration, year: year, core: core, words: words))
    }

    var body: some View {
        Scaffold(title: app.words(.statement), spoken: model.state.reading(app.words).map(\.label).joined(separator: ". ")) {
            LoadedView(state: model.state, again: model.refresh) { statement in
                Text(statement.title).font(.title).bold().accessibilityAddTraits(.isHeader)
                ForEach(statement.lines, id: \.self) { Text($0) }
                ForEach(statement.months, id: \.month) { Text($0.words) }
                Text(statement.note).foregroundStyle(Tone.soft)
            }
        } foot: {
            PaperLink(paper: model.paper, label: .savePaper)
            SecondaryButton(label: app.words(.yearBefore)) { Task { await model.go(-1) } }
            SecondaryButton(label: app.words(.yearAfter)) { Task { await model.go(1) } }
        }
        .task { await model.refresh() }
    }
}
