import PayungCore
import PayungKit
import SwiftUI

/// Offices and counters near a district that somebody looks for.
struct PlacesScreen: View {
    @Environment(AppModel.self) private var app
    @State private var model: PlacesModel

    init(core: Core, words: Words) {
        _model = State(initialValue: PlacesModel(core: core, words: words))
    }

    var body: some View {
        Scaffold(title: app.words(.places), spoken: model.state.content?.spoken ?? "") {
            LoadedView(state: model.state, again: model.refresh) { shown in
                if !shown.view.about.isEmpty { Text(shown.view.about).foregroundStyle(Tone.soft) }
                DistrictField(model: model)
                Text(shown.view.near).font(.headline).accessibilityAddTraits(.isHeader)
                ForEach(shown.view.services, id: \.id) { service in
                    ServiceRow(service: service) { Task { await model.choose(service) } }
                }
                ForEach(shown.view.places, id: \.id) { place in
                    LineButton(title: place.name, text: place.line, icon: place.pictogram.icon) {
                        app.navigation.go(to: .place(place.id, district: model.district))
                    }
                }
                ForEach(shown.notes, id: \.self) { Notice(kind: .lookAgain, words: $0) }
                PersonCard(person: shown.view.person)
            }
        } foot: {
        }
        .task { await model.refresh() }
        .onChange(of: app.news) { _, _ in Task { await model.refresh() } }
    }
}

/// The district that is looked for, and those whose name fits.
struct DistrictField: View {
    @Environment(AppModel.self) private var app
    @Bindable var model: PlacesModel

    var body: some View {
        Text(app.words(.findDistrict)).font(.headline).accessibilityHidden(true)
        TextField("", text: $model.search)
            .font(.title2)
            .autocorrectionDisabled()
            .padding(Space.medium)
            .frame(minHeight: Space.target)
            .background(Tone.card)
            .overlay { RoundedRectangle(cornerRadius: Space.corner).stroke(Tone.edge, lineWidth: 2) }
            .accessibilityLabel(app.words(.findDistrict))
        ForEach(model.found, id: \.code) { district in
            LineButton(title: district.name, text: district.path, icon: "office") { Task { await model.choose(district) } }
        }
    }
}

/// One thing that is done there, or everything.
struct ServiceRow: View {
    @Environment(AppModel.self) private var app
    let service: PlaceServiceView
    let press: () -> Void

    var body: some View {
        let reading = Reading.service(service, app.words)
        LineButton(
            title: "", text: service.label, icon: service.chosen ? "check" : service.pictogram?.icon ?? "other",
            chosen: service.chosen, press: press
        )
        .accessibilityLabel(reading.label)
        .accessibilityValue(reading.value)
    }
}

/// Somebody to ask, as the office named it.
struct PersonCard: View {
    @Environment(AppModel.self) private var app
    @Environment(\.openURL) private var openURL
    let person: PlacePerson

    var body: some View {
        VStack(alignment: .leading, spacing: Space.small) {
            Text(person.title).font(.headline).accessibilityAddTraits(.isHeader)
            Text(person.text).textSelection(.enabled)
            if let url = URL(string: person.link) {
                SecondaryButton(label: app.words(.callBPJS)) { openURL(url) }
            }
        }
        .card()
    }
}
