import PayungCore
import PayungKit
import SwiftUI

/// Drafts and registrations on the first screen.
struct WelcomeLines: View {
    @Environment(AppModel.self) private var app
    let home: HomeView

    var body: some View {
        if let bill = home.bill {
            LineButton(title: app.words(.pay), text: bill.words, icon: "money") { app.navigation.choose(.bill(bill.bill)) }
        }
        ForEach(home.drafts, id: \.draft) { line in
            LineButton(
                title: line.name.reveal(), text: line.expires ?? line.line, icon: "state_saved",
                chosen: beside(.draft(line.draft))
            ) {
                app.navigation.choose(.draft(line.draft))
            }
        }
        ForEach(home.registrations, id: \.registration) { line in
            LineButton(
                title: line.purposeWords.isEmpty ? line.receipt : line.purposeWords, text: line.words, icon: "document",
                chosen: beside(.registration(line.registration))
            ) {
                app.navigation.choose(.registration(line.registration))
            }
        }
    }

    private func beside(_ route: Route) -> Bool { app.navigation.beside == route }
}

/// A card that is tapped.
struct LineButton: View {
    let title: String
    let text: String
    let icon: String
    /// It is what stands beside it on a wide screen.
    var chosen = false
    let press: () -> Void

    var body: some View {
        Button(action: press) {
            HStack(spacing: Space.medium) {
                Icon(icon)
                VStack(alignment: .leading, spacing: 4) {
                    if !title.isEmpty { Text(title).font(.headline) }
                    if !text.isEmpty { Text(text).foregroundStyle(Tone.soft) }
                }
                Spacer()
            }
            .padding(Space.medium)
            .frame(maxWidth: .infinity, minHeight: Space.target, alignment: .leading)
            .background(Tone.card)
            .clipShape(RoundedRectangle(cornerRadius: Space.corner))
            .overlay { if chosen { RoundedRectangle(cornerRadius: Space.corner).stroke(Tone.primary, lineWidth: 2) } }
        }
        .buttonStyle(.plain)
        .accessibilityElement(children: .combine)
        .accessibilityAddTraits(chosen ? .isSelected : [])
    }
}

/// The other places.
struct WelcomeLinks: View {
    @Environment(AppModel.self) private var app
    private let places: [(Route, ShellText, String)] = [
        (.people, .people, "people"), (.reminders, .reminders, "reminder"),
        (.somethingHappens, .somethingHappens, "accident"), (.help, .help, "help"), (.myData, .myData, "lock"),
        (.settings, .settings, "settings"),
    ]

    var body: some View {
        if app.welcome.offersRecovery {
            LineButton(title: app.words(.haveCode), text: app.words(.recoverTitle), icon: "phone") {
                app.navigation.choose(.recover)
            }
            LineButton(title: app.words(.payForSomebody), text: app.words(.needBeNoMember), icon: "payer_household") {
                Task { if let route = await app.welcome.payForSomebody() { app.navigation.choose(route) } }
            }
        }
        if app.welcome.offersReferral {
            LineButton(
                title: "", text: app.words(.haveReferral), icon: "channel_agent", chosen: app.navigation.beside == .referral
            ) {
                app.navigation.choose(.referral)
            }
        }
        ForEach(places, id: \.1) { place in
            LineButton(title: "", text: app.words(place.1), icon: place.2, chosen: app.navigation.beside == place.0) {
                app.navigation.choose(place.0)
            }
        }
        // In both languages, for whoever cannot read the one that is chosen.
        LineButton(title: "", text: "Bahasa · Language", icon: "language") { app.navigation.choose(.settings) }
    }
}
