import PayungKit
import SwiftUI

/// A screen while it is asked for, why it is not there, or its content.
struct LoadedView<Value: ScreenState, Content: View>: View {
    let state: Loaded<Value>
    let again: @MainActor () async -> Void
    @ViewBuilder let content: (Value) -> Content

    var body: some View {
        switch state {
        case .loading: Waiting()
        case .failed(let problem): ProblemNotice(problem: problem) { Task { await again() } }
        case .shown(let value): content(value)
        }
    }
}

/// What stands on a screen, and whether somebody sees it. A task by this begins again when one of both changes.
struct Looked<Shown: Equatable>: Equatable {
    let isSeen: Bool
    let shown: Shown

    @MainActor init(_ app: AppModel, _ shown: Shown) { (isSeen, self.shown) = (app.isSeen, shown) }
}

/// A screen that is being asked for.
struct Waiting: View {
    @Environment(AppModel.self) private var app

    var body: some View {
        VStack(spacing: Space.medium) {
            ProgressView()
            Text(app.words(.waiting))
        }
        .frame(maxWidth: .infinity, maxHeight: .infinity)
    }
}
