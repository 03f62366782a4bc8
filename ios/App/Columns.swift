import PayungKit
import SwiftUI

/// One screen after another: a phone, and a narrow window.
struct Column: View {
    @Environment(AppModel.self) private var app

    var body: some View {
        @Bindable var app = app
        NavigationStack(path: $app.navigation.path) {
            WelcomeScreen().navigationDestination(for: Route.self) { Destination(route: $0) }
        }
    }
}

/// A wide screen: the first one stays on the left, what was chosen there is beside it. Both draw the same way, so nothing is lost when a
/// window becomes narrow.
struct Columns: View {
    @Environment(AppModel.self) private var app

    var body: some View {
        @Bindable var app = app
        NavigationSplitView {
            WelcomeScreen().navigationSplitViewColumnWidth(min: 320, ideal: 380, max: 480)
        } detail: {
            NavigationStack(path: $app.navigation.aboveBeside) {
                Beside(route: app.navigation.beside).navigationDestination(for: Route.self) { Destination(route: $0) }
            }
            .id(app.navigation.beside)
        }
        .navigationSplitViewStyle(.balanced)
    }
}

/// What was chosen on the left, or what to do when nothing was.
struct Beside: View {
    @Environment(AppModel.self) private var app
    let route: Route?

    var body: some View {
        if let route {
            Destination(route: route)
        } else {
            Text(app.words(.chooseHere))
                .foregroundStyle(Tone.soft)
                .frame(maxWidth: .infinity, maxHeight: .infinity)
                .background(Tone.paper)
        }
    }
}
