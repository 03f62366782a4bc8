import PayungCore
import PayungKit
import SwiftUI

/// The first screen. A form that was begun comes before a new one.
struct WelcomeScreen: View {
    @Environment(AppModel.self) private var app

    var body: some View {
        switch app.welcome.state {
        case .loading: Waiting()
        case .failed(let problem):
            Scaffold(title: "", spoken: problem.words) {
                ProblemNotice(problem: problem) { Task { await app.welcome.refresh() } }
            } foot: {
            }
        case .fresh(let home): shown(home, nil)
        case .used(let home): shown(home, nil)
        case .closed(let home, let problem): shown(home, problem)
        }
    }

    private func sendAll() async {
        await app.welcome.sendAllNow()
        await app.sync()
    }

    private func codes(_ home: HomeView) -> [String] { [app.welcome.refused, home.referral?.words].compactMap { $0 } }

    private func shown(_ home: HomeView, _ problem: Problem?) -> some View {
        Scaffold(title: "", spoken: ([home.lowest] + home.notices + codes(home)).joined(separator: " ")) {
            Umbrella(filled: 0, panels: Int(home.panels), reading: Reading(""))
                .frame(maxWidth: 120)
                .accessibilityHidden(true)
            if let problem { KeyProblem(problem: problem) }
            ForEach(home.notices, id: \.self) { Notice(kind: .lookAgain, words: $0) }
            Text(home.lowest).font(.title2)
            if let refused = app.welcome.refused { Notice(kind: .lookAgain, words: refused) }
            if let kept = home.referral { ReferralLine(kept: kept) { Task { await app.welcome.removeReferral() } } }
            WelcomeLines(home: home)
            if home.delayed > 0 {
                SecondaryButton(label: app.words(.sendAllNow)) { Task { await sendAll() } }
            }
            WelcomeLinks()
        } foot: {
            WelcomeButtons()
        }
        .task(id: Looked(app, home.drafts)) { await app.welcome.look(app) }
        .onChange(of: app.welcome.refused) { _, refused in if let refused { Announcer.say(app.words(.hearProblem, refused)) } }
    }
}

/// The key is not to be had: unlock, or begin anew after a question back.
struct KeyProblem: View {
    @Environment(AppModel.self) private var app
    @State private var asking = false
    let problem: Problem

    var body: some View {
        ProblemNotice(problem: problem) {
            if problem.wayOn == .startClean { asking = true } else { Task { await app.welcome.unlock() } }
        }
        .alert(app.words(.askStartClean), isPresented: $asking) {
            Button(app.words(.startClean), role: .destructive) { Task { await app.welcome.startClean() } }
            Button(app.words(.cancel), role: .cancel) {}
        }
    }
}

/// What a thumb reaches.
struct WelcomeButtons: View {
    @Environment(AppModel.self) private var app

    var body: some View {
        if let first = app.welcome.first {
            PrimaryButton(label: app.words(first.label)) { app.navigation.choose(first.route) }
            SecondaryButton(label: app.words(.otherPerson)) { register() }
        } else {
            PrimaryButton(label: app.words(.register)) { register() }
            SecondaryButton(label: app.words(.calculate)) { app.navigation.choose(.calculator) }
        }
    }

    private func register() {
        Task { if let route = await app.welcome.register() { app.navigation.choose(route) } }
    }
}
