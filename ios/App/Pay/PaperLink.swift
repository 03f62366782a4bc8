import CoreTransferable
import PayungKit
import SwiftUI
import UniformTypeIdentifiers

/// Saves or sends a paper by the system's own sheet. Its file is in memory until then.
struct PaperLink: View {
    @Environment(AppModel.self) private var app
    let paper: PaperModel
    let label: ShellText

    var body: some View {
        if let file = paper.file {
            ShareLink(item: PaperItem(file: file), preview: SharePreview(app.words(label))) {
                SecondaryLabel(label: app.words(label))
            }
            .buttonStyle(.plain)
        }
        if let problem = paper.problem { ProblemNotice(problem: problem) { Task { await paper.again() } } }
    }
}

/// What the sheet takes.
struct PaperItem: Transferable {
    let file: PaperModel.File

    static var transferRepresentation: some TransferRepresentation {
        DataRepresentation(exportedContentType: .pdf) { $0.file.data }
            .suggestedFileName { $0.file.name }
    }
}
