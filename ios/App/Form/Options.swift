import PayungCore
import PayungKit
import SwiftUI

/// Options, each with its pictogram, its help and its price.
struct OptionList: View {
    @Environment(FormModel.self) private var form
    let options: [ChoiceView]
    let several: Bool

    var body: some View {
        ForEach(options, id: \.id) { option in
            OptionRow(option: option, ticked: form.ticked.contains(option.id)) { Task { await form.tap(option) } }
        }
    }
}

/// One option. That it is chosen is said by a tick and by VoiceOver, not by its colour alone.
struct OptionRow: View {
    @Environment(AppModel.self) private var app
    @Environment(ListenModel.self) private var listen
    @State private var held = false
    let option: ChoiceView
    let ticked: Bool
    let press: () -> Void

    var body: some View {
        let reading = Reading.option(option, ticked: ticked, app.words)
        Button {
            // Letting go of what was held down chooses nothing.
            guard !held else {
                held = false
                return
            }
            choose()
        } label: {
            HStack(spacing: Space.medium) {
                if let pictogram = option.pictogram { Icon(pictogram.icon) }
                VStack(alignment: .leading, spacing: 4) {
                    Text(option.label).font(.headline)
                    if !option.help.isEmpty { Text(option.help).foregroundStyle(Tone.soft) }
                }
                Spacer()
                if !option.price.isEmpty { Text(option.price).bold() }
                if ticked { Icon("check") }
            }
            .padding(Space.medium)
            .frame(maxWidth: .infinity, minHeight: Space.target, alignment: .leading)
            .background(Tone.card)
            .overlay {
                RoundedRectangle(cornerRadius: Space.corner)
                    .stroke(ticked ? Tone.primary : Tone.edge, lineWidth: ticked ? 3 : 1)
            }
        }
        .buttonStyle(.plain)
        .disabled(option.fixed)
        // Held down it always says itself, also one that cannot be changed.
        .simultaneousGesture(
            LongPressGesture()
                .onChanged { _ in held = false }
                .onEnded { _ in
                    held = true
                    listen.say(option.spoken, app.language)
                }
        )
        .accessibilityElement(children: .ignore)
        .accessibilityLabel(reading.label)
        .accessibilityValue(reading.value)
        .accessibilityAddTraits(ticked ? [.isButton, .isSelected] : .isButton)
        // Without its parts the element has none of the button's own action.
        .accessibilityAction { if !option.fixed { choose() } }
    }

    private func choose() {
        listen.touched(option.spoken, app.language)
        press()
    }
}

/// One of many: by its group, or typed for, and the best that fit are shown.
struct SearchField: View {
    @Environment(AppModel.self) private var app
    @Environment(FormModel.self) private var form
    @State private var text = ""
    let options: [ChoiceView]
    let more: Bool
    /// The list has groups to begin with.
    let grouped: Bool

    var body: some View {
        TextField("", text: $text)
            .font(.title2)
            .autocorrectionDisabled()
            .padding(Space.medium)
            .frame(minHeight: Space.target)
            .background(Tone.card)
            .overlay { RoundedRectangle(cornerRadius: Space.corner).stroke(Tone.edge, lineWidth: 2) }
            .accessibilityLabel(form.view?.step.title ?? "")
            .onChange(of: text) { _, typed in Task { await form.search(typed) } }
        if form.groups.isEmpty {
            OptionList(options: form.found?.options ?? options, several: false)
            if grouped {
                SecondaryButton(label: app.words(.otherGroups)) {
                    text = ""
                    form.otherGroups()
                }
            }
        } else {
            ForEach(form.groups, id: \.id) { group in
                LineButton(title: group.label, text: "", icon: group.pictogram?.icon ?? "other") {
                    Task { await form.open(group) }
                }
            }
        }
    }
}
