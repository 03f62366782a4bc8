import PayungCore
import PayungKit
import SwiftUI

/// One renderer for each kind of question.
struct FieldView: View {
    @Environment(FormModel.self) private var form
    let step: StepView

    var body: some View {
        switch step.field {
        case .text: TypedField(step: step)
        case .digits(_, let suggested): TypedField(step: step, suggested: suggested)
        case .money, .date: TypedField(step: step)
        case .choice(let options): OptionList(options: options, several: false)
        case .yesNo(let options): OptionList(options: options, several: false)
        case .confirm(let options): OptionList(options: options, several: false)
        case .several(let options): OptionList(options: options, several: true)
        case .search(let options, let more, let groups): SearchField(options: options, more: more, grouped: !groups.isEmpty)
        case .photo(let taken, let frame, let verdict):
            PhotoField(question: step.id, taken: taken, frame: frame, verdict: verdict)
        // Going on is the answer.
        case .consent, .note, .none: EmptyView()
        }
    }
}

/// One or more lines of text, on the keyboard that fits. What is typed is durable a moment later.
struct TypedField: View {
    @Environment(FormModel.self) private var form
    @FocusState private var focused: Bool
    let step: StepView
    var suggested: [String] = []

    var body: some View {
        @Bindable var form = form
        TextField(step.example, text: $form.text, axis: step.input.lines > 1 ? .vertical : .horizontal)
            .focused($focused)
            .font(.title2)
            .keyboardType(keyboard)
            .textContentType(offered)
            .textInputAutocapitalization(capitals)
            .autocorrectionDisabled()
            .padding(Space.medium)
            .frame(minHeight: Space.target)
            .background(Tone.card)
            .overlay {
                RoundedRectangle(cornerRadius: Space.corner).stroke(focused ? Tone.primary : Tone.edge, lineWidth: 2)
            }
            .accessibilityLabel(step.title)
            .submitLabel(.next)
            .onSubmit { Task { await form.next() } }
            .onChange(of: focused) { _, now in if !now { form.leaveField() } }
        ForEach(suggested, id: \.self) { likely in
            SecondaryButton(label: likely) { form.text = likely }
        }
    }

    private var keyboard: UIKeyboardType {
        switch step.input.keyboard {
        case .digits: .numberPad
        case .phone: .phonePad
        case .email: .emailAddress
        case .date, .time: .numbersAndPunctuation
        case .none, .text: .default
        }
    }

    /// What the phone offers above the keyboard.
    private var offered: UITextContentType? {
        switch step.input.autofill {
        case .none: nil
        case .phone: .telephoneNumber
        case .email: .emailAddress
        case .postalCode: .postalCode
        }
    }

    private var capitals: TextInputAutocapitalization {
        switch step.input.capitals {
        case .none: .never
        case .words: .words
        case .all: .characters
        }
    }
}
