import PayungCore
import PayungKit
import SwiftUI

/// Clocks, steps and papers, in this order.
struct IncidentBody: View {
    @Environment(AppModel.self) private var app
    let shown: IncidentModel.Shown
    let model: IncidentModel

    var body: some View {
        let view = shown.view
        Text(view.title).font(.title).bold().accessibilityAddTraits(.isHeader)
        ForEach(view.clocks, id: \.id) { clock in
            Notice(kind: .lookAgain, words: [clock.words, clock.until].filter { !$0.isEmpty }.joined(separator: "\n"))
            if let to = clock.leadsTo {
                LineButton(title: "", text: to.title, icon: "accident") {
                    app.navigation.go(to: .incident(to.id, registration: model.registration))
                }
            }
        }
        Text(view.text)
        Text(app.words(.incidentSteps)).font(.headline).accessibilityAddTraits(.isHeader)
        ForEach(Array(view.steps.enumerated()), id: \.offset) { index, step in Text("\(index + 1). \(step.words)") }
        Text(app.words(.incidentPapers)).font(.headline).accessibilityAddTraits(.isHeader)
        if shown.kind == .noting { SharedOffer() }
        ForEach(view.papers, id: \.id) { paper in
            // Papers have ticks where there is somebody to tick them for.
            if shown.kind == .noting { NotedPaper(paper: paper, model: model) } else { PlainPaper(paper: paper) }
        }
        Text(view.place)
        LineButton(title: "", text: app.words(.places), icon: "office") { app.navigation.go(to: .places) }
    }
}

/// The way to the office: what holds, what was sent and what was answered, and how many photos go along.
struct ReportBody: View {
    let report: IncidentReport?

    var body: some View {
        if let report {
            if !report.words.isEmpty { Text(report.words) }
            ForEach(report.sent, id: \.id) { RequestRow(request: $0) }
            if !report.photosWords.isEmpty { Text(report.photosWords).foregroundStyle(Tone.soft) }
        }
    }
}

/// A paper that is only read about.
struct PlainPaper: View {
    let paper: IncidentPaper

    var body: some View {
        HStack(alignment: .top, spacing: Space.medium) {
            Icon("document")
            Text(paper.words)
        }
    }
}
