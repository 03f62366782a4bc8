import PayungKit
import SwiftUI

/// The way through the screens, what a link asked for, and the cover over everything while the app is not in front.
struct RootView: View {
    @Environment(AppModel.self) private var app

    var body: some View {
        @Bindable var app = app
        ZStack {
            switch app.state {
            case .opening: Waiting()
            case .waitingForUnlock: Text(app.words(.waitingForUnlock)).padding(Space.large)
            case .failed(let problem): ProblemNotice(problem: problem) { Task { await app.open() } }.padding(Space.large)
            case .open:
                NavigationStack(path: $app.navigation.path) {
                    WelcomeScreen().navigationDestination(for: Route.self) { Destination(route: $0) }
                }
            }
            if app.covered { PrivacyCover() }
        }
        .alert(app.linkProblem ?? "", isPresented: $app.linkRefused) { Button(app.words(.close)) {} }
    }
}

/// The screen of a route.
struct Destination: View {
    @Environment(AppModel.self) private var app
    let route: Route

    var body: some View {
        switch route {
        case .calculator: CalculatorScreen(core: app.core, words: app.words)
        case .draft(let id): FormScreen(draft: id, core: app.core, words: app.words).id(id)
        case .registration(let id): RegistrationScreen(registration: id, core: app.core, words: app.words).id(id)
        case .people: PeopleScreen(core: app.core, words: app.words)
        case .reminders: RemindersScreen()
        case .somethingHappens: HelpScreen(benefits: true, core: app.core, words: app.words)
        case .help: HelpScreen(benefits: false, core: app.core, words: app.words)
        case .myData: MyDataScreen(core: app.core, words: app.words)
        }
    }
}

/// What the app switcher shows: the name, and no answer.
struct PrivacyCover: View {
    @Environment(AppModel.self) private var app

    var body: some View {
        VStack {
            Text(app.words(.covered)).font(.largeTitle)
        }
        .frame(maxWidth: .infinity, maxHeight: .infinity)
        .background(Tone.paper)
    }
}
