import PayungCore
import PayungKit
import SwiftUI

/// Who we are and whom to ask; or, if something happened, what each programme gives. Both without a network.
struct HelpScreen: View {
    @Environment(AppModel.self) private var app
    @State private var model: HelpModel
    let benefits: Bool

    init(benefits: Bool, core: Core, words: Words) {
        self.benefits = benefits
        _model = State(initialValue: HelpModel(core: core, words: words))
    }

    var body: some View {
        Scaffold(title: app.words(benefits ? .somethingHappens : .help), spoken: spoken) {
            switch model.state {
            case .loading: Waiting()
            case .failed(let problem): ProblemNotice(problem: problem) { Task { await model.refresh() } }
            case .shown(let about, let programmes):
                if benefits {
                    ForEach(programmes, id: \.id) { ProgrammeCard(programme: $0) }
                } else {
                    Text(about.words)
                }
                Text(about.receiver).font(.headline)
                Text(about.address)
                Text(about.contact).textSelection(.enabled)
            }
        } foot: {
        }
        .task { await model.refresh() }
    }

    private var spoken: String {
        guard case .shown(let about, let programmes) = model.state else { return "" }
        return benefits ? programmes.map(\.spoken).joined(separator: " ") : about.words
    }
}

/// A programme and what it gives.
struct ProgrammeCard: View {
    let programme: ProgrammeView

    var body: some View {
        VStack(alignment: .leading, spacing: Space.small) {
            Text(programme.name).font(.headline).accessibilityAddTraits(.isHeader)
            Text(programme.who).foregroundStyle(Tone.soft)
            ForEach(programme.benefits, id: \.self) { Text($0.words) }
        }
        .padding(Space.medium)
        .frame(maxWidth: .infinity, alignment: .leading)
        .background(Tone.card)
        .clipShape(RoundedRectangle(cornerRadius: Space.corner))
    }
}
