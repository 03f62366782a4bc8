import PayungCore
import PayungKit
import SwiftUI

/// A paper with its tick, its photographed pages, and the camera where one can be taken.
struct NotedPaper: View {
    @Environment(AppModel.self) private var app
    let paper: IncidentPaper
    let model: IncidentModel

    var body: some View {
        let reading = Reading.paper(paper, app.words)[0]
        VStack(alignment: .leading, spacing: Space.small) {
            LineButton(title: "", text: paper.words, icon: paper.ticked ? "check" : "document") { Task { await ticked() } }
                .accessibilityLabel(reading.label)
                .accessibilityValue(reading.value)
                .accessibilityAddTraits(paper.ticked ? .isSelected : [])
            if !paper.sent.isEmpty { Text(paper.sent).foregroundStyle(Tone.success) }
            ForEach(paper.pages, id: \.number) { PageRow(page: $0, paper: paper.id, model: model) }
            if let frame = paper.frame { PaperCamera(paper: paper.id, frame: frame, model: model) }
        }
        .disabled(model.working)
    }

    private func ticked() async {
        await model.tick(paper)
        Haptics.feel(model.problem)
    }
}

/// A page: looked at by a tap, and taken out by its button. What is hard to read about it stands below.
struct PageRow: View {
    @Environment(AppModel.self) private var app
    let page: IncidentPage
    let paper: String
    let model: IncidentModel

    var body: some View {
        LineButton(title: page.label, text: "", icon: "gallery") { Task { await model.look(at: page, of: paper) } }
            .accessibilityLabel(page.label)
            .accessibilityValue(page.warning)
        if model.isOpen(page, of: paper) { KeptPhoto(picture: model.opened?.picture) }
        if !page.warning.isEmpty { Notice(kind: .lookAgain, words: page.warning) }
        SecondaryButton(label: app.words(.removePage, page.label), role: .destructive) {
            Task { await model.remove(page, of: paper) }
        }
    }
}

/// The camera and the gallery for the next page of a paper.
struct PaperCamera: View {
    @Environment(AppModel.self) private var app
    @State private var camera = false
    @State private var gallery = false
    let paper: String
    let frame: PhotoFrame
    let model: IncidentModel

    var body: some View {
        SharedButton { picture in
            await model.photograph(paper, picture)
            return model.problem
        }
        SecondaryButton(label: app.words(.takePhoto)) {
            Task { if await CameraPermission.ask() { camera = true } else { model.cameraDenied() } }
        }
        .fullScreenCover(isPresented: $camera) { TurningCamera(frame: frame) { picture in took(picture) }.ignoresSafeArea() }
        SecondaryButton(label: app.words(.pickPhoto)) { gallery = true }
            .sheet(isPresented: $gallery) { GalleryView { picture in took(picture) } }
    }

    private func took(_ picture: Data?) {
        (camera, gallery) = (false, false)
        guard let picture else { return }
        Task {
            await model.photograph(paper, picture)
            Haptics.feel(model.problem)
            if let problem = model.problem { Announcer.say(app.words(.hearProblem, problem.words)) }
        }
    }
}
