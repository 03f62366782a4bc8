import PayungCore
import PayungKit
import SwiftUI

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

/// The number on the member's card, which this place asks for: its field, and what is wrong with it.
struct CardNumberField: View {
    @Environment(AppModel.self) private var app
    @FocusState private var focused: Bool
    let label: String
    @Bindable var model: ChannelModel

    var body: some View {
        TextField("", text: $model.cardNumber)
            .focused($focused)
            .font(.title2)
            .keyboardType(.numberPad)
            .padding(Space.medium)
            .frame(minHeight: Space.target)
            .background(Tone.card)
            .overlay { RoundedRectangle(cornerRadius: Space.corner).stroke(focused ? Tone.primary : Tone.edge, lineWidth: 2) }
            .accessibilityLabel(label)
            .privacySensitive()
        if let mistyped = model.mistyped { Notice(kind: .lookAgain, words: mistyped) }
        if let problem = model.problem { ProblemNotice(problem: problem) { Task { await model.keepCardNumber() } } }
        PrimaryButton(label: label, enabled: !model.cardNumber.isEmpty) { Task { await model.keepCardNumber() } }
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
        .disabled(!channel.enabled && channel.cardButton.isEmpty)
        .accessibilityLabel(reading.label)
        .accessibilityValue(reading.value)
    }
}
