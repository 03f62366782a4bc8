import PayungCore
import PayungKit
import SwiftUI

/// Who pays for the member, her code, whom she pays for, and what was asked about it.
struct PayersBody: View {
    @Environment(AppModel.self) private var app
    let shown: PayersModel.Shown
    let model: PayersModel

    var body: some View {
        Text(app.words(.payersAbout)).foregroundStyle(Tone.soft)
        if shown.kind == .nobody { ForEach(shown.view.words, id: \.self) { Text($0) } }
        if !shown.view.payers.isEmpty {
            Text(app.words(.paidForBy)).font(.headline).accessibilityAddTraits(.isHeader)
            ForEach(shown.view.payers, id: \.number) { PayerRow(it: $0, below: shown.below($0, app.words)) }
            if shown.view.needNotPay { Notice(kind: .certain, words: app.words(.needNotPay)) }
        }
        if let code = shown.view.code { PayCodeCard(code: code) }
        if !shown.view.members.isEmpty || !shown.view.bills.isEmpty {
            Text(app.words(.payingFor)).font(.headline).accessibilityAddTraits(.isHeader)
            ForEach(shown.view.members, id: \.number) { member in
                PayerRow(it: member, below: shown.below(member, app.words))
                if shown.canRequest {
                    SecondaryButton(label: app.words(.stopPaying), role: .destructive) {
                        model.askToStop(.member(number: member.number))
                    }
                    .disabled(model.working)
                }
            }
            ForEach(shown.view.bills, id: \.id) { bill in
                LineButton(title: shown.forOthers(bill), text: bill.until, icon: "money") {
                    app.navigation.go(to: .bill(bill.id))
                }
            }
        }
        if !shown.canRequest { Notice(kind: .lookAgain, words: app.words(.payersNotYet)) }
        ForEach(shown.view.requests, id: \.id) { RequestRow(request: $0) }
    }
}

/// That somebody pays for somebody, and since when.
struct PayerRow: View {
    let it: ArrangementView
    let below: String

    var body: some View {
        HStack(spacing: Space.medium) {
            Icon("people")
            VStack(alignment: .leading, spacing: 4) {
                Text(it.words)
                Text(below).foregroundStyle(Tone.soft)
            }
        }
        .card()
        .accessibilityElement(children: .combine)
    }
}

/// The code that whoever is to pay types. Whoever reads it may use it, so the app switcher does not show it.
struct PayCodeCard: View {
    @Environment(AppModel.self) private var app
    let code: PayCodeView

    var body: some View {
        let reading = Reading.payCode(code, app.words)
        VStack(alignment: .leading, spacing: Space.small) {
            Text(app.words(.payCode)).font(.headline)
            Text(code.code.reveal()).font(.title).bold().textSelection(.enabled).privacySensitive()
            Text(app.words(.payCodeAbout, code.lastDayWords)).foregroundStyle(Tone.soft)
        }
        .card()
        .accessibilityElement(children: .ignore)
        .accessibilityLabel(reading.label)
        .accessibilityValue(reading.value)
        .accessibilityHint(app.words(.payCodeAbout, code.lastDayWords))
    }
}
