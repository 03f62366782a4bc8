import Foundation
import PayungKit
import SwiftUI
import UIKit

extension SharedInbox {
    /// The folder that iOS names, kept out of backups for as long as something lies in it. What the core does not read, such as HEIC, becomes a
    /// JPEG.
    static func onThisPhone() -> SharedInbox? {
        guard let documents = FileManager.default.urls(for: .documentDirectory, in: .userDomainMask).first else { return nil }
        var folder = documents.appendingPathComponent("Inbox", isDirectory: true)
        var values = URLResourceValues()
        values.isExcludedFromBackup = true
        try? folder.setResourceValues(values)
        return SharedInbox(folder) { PlatformImage(data: $0)?.jpegData(compressionQuality: 0.95) }
    }
}

/// The picture that another app handed over, with a question. Only a person takes it.
struct SharedOffer: View {
    @Environment(AppModel.self) private var app

    var body: some View {
        if let picture = app.shared.offered {
            VStack(alignment: .leading, spacing: Space.small) {
                Text(app.words(.askShared)).font(.headline)
                KeptPhoto(picture: picture)
                SecondaryButton(label: app.words(.leaveShared)) { app.shared.drop() }
            }
            .card()
            .onAppear { Announcer.say(app.words(.askShared)) }
        }
    }
}

/// Takes it for what stands above: a question, or one of several papers.
struct SharedButton: View {
    @Environment(AppModel.self) private var app
    let take: @MainActor (Data) async -> Problem?

    var body: some View {
        if app.shared.offered != nil {
            SecondaryButton(label: app.words(.usePhoto)) { Task { await app.shared.use(take) } }.disabled(app.shared.working)
        }
    }
}
