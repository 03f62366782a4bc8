import PayungCore
import PayungKit
import SwiftUI

/// One office or counter: what is to be minded, what is known of it, the way there and its number.
struct PlaceScreen: View {
    @Environment(AppModel.self) private var app
    @Environment(\.openURL) private var openURL
    @State private var model: PlaceModel

    init(id: String, district: String, core: Core, words: Words) {
        _model = State(initialValue: PlaceModel(id, district: district, core: core, words: words))
    }

    var body: some View {
        Scaffold(title: app.words(.places), spoken: model.state.content?.spoken ?? "") {
            LoadedView(state: model.state, again: model.refresh) { shown in
                Text(shown.place.name).font(.title).bold().accessibilityAddTraits(.isHeader)
                ForEach(shown.place.warnings, id: \.self) { Notice(kind: .lookAgain, words: $0) }
                ForEach(Array(shown.lines.enumerated()), id: \.offset) { _, line in Text(line).textSelection(.enabled) }
            }
        } foot: {
            if let place = model.state.content?.place {
                if let map = place.map { PrimaryButton(label: app.words(.openMap)) { openURL(map) } }
                if let call = place.call { SecondaryButton(label: app.words(.call)) { openURL(call) } }
            }
        }
        .task { await model.refresh() }
    }
}
