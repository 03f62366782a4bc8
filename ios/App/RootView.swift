import PayungKit
import SwiftUI

/// The way through the screens, and what a link asked for. While the app is covered nothing of it is drawn, pressed or read aloud.
struct RootView: View {
    @Environment(AppModel.self) private var app
    @Environment(\.horizontalSizeClass) private var width
    /// The way, as the system keeps it when it ends the process in the background.
    @SceneStorage("way") private var way = ""

    var body: some View {
        @Bindable var app = app
        ZStack {
            switch app.state {
            case .opening: Waiting()
            case .waitingForUnlock: Text(app.words(.waitingForUnlock)).padding(Space.large)
            case .failed(let problem): ProblemNotice(problem: problem) { Task { await app.open() } }.padding(Space.large)
            case .open:
                if width == .regular && UIDevice.current.userInterfaceIdiom == .pad { Columns() } else { Column() }
            }
        }
        .disabled(app.overlay != nil)
        .accessibilityHidden(app.overlay != nil)
        .overlay { if app.overlay != nil { Tone.paper.ignoresSafeArea() } }
        .onAppear { app.navigation.restore(way) }
        .onChange(of: app.navigation) { _, navigation in way = navigation.kept }
        .alert(app.answerProblem?.words ?? "", isPresented: $app.answerRefused) { Button(app.words(.close)) {} }
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
        case .cover(let id): CoverScreen(registration: id, core: app.core, words: app.words).id(id)
        case .card(let id): CardScreen(registration: id, core: app.core, words: app.words).id(route)
        case .jar(let id): JarScreen(registration: id, core: app.core, words: app.words).id(id)
        case .pay(let id): BillScreen(.next(registration: id), core: app.core, words: app.words).id(route)
        case .bill(let id): BillScreen(.bill(id), core: app.core, words: app.words).id(route)
        case .channel(let bill, let channel):
            ChannelScreen(bill: bill, channel: channel, core: app.core, words: app.words).id(route)
        case .receipts(let id): ReceiptsScreen(registration: id, core: app.core, words: app.words).id(route)
        case .receipt(let id, let number):
            ReceiptScreen(registration: id, number: number, core: app.core, words: app.words).id(route)
        case .statement(let id, let year):
            StatementScreen(registration: id, year: year, core: app.core, words: app.words).id(route)
        case .reminderSettings(let id): ReminderSettingsScreen(registration: id).id(id)
        case .somethingHappens: IncidentsScreen(core: app.core, words: app.words)
        case .incident(let id, let registration):
            IncidentScreen(id: id, registration: registration, core: app.core, words: app.words).id(route)
        case .requests(let id): RequestsScreen(registration: id, core: app.core, words: app.words).id(route)
        case .payers(let id): PayersScreen(registration: id, core: app.core, words: app.words).id(route)
        case .payFor(let id): PayForScreen(registration: id, core: app.core, words: app.words).id(route)
        case .recoveryCode(let id): RecoveryCodeScreen(registration: id, core: app.core, words: app.words).id(route)
        case .recover: RecoverScreen(core: app.core, words: app.words)
        case .referral: ReferralScreen(core: app.core, words: app.words)
        case .settings: SettingsScreen(core: app.core, words: app.words, language: app.language)
        case .help: HelpScreen(core: app.core, words: app.words)
        case .places: PlacesScreen(core: app.core, words: app.words)
        case .place(let id, let district):
            PlaceScreen(id: id, district: district, core: app.core, words: app.words).id(route)
        case .myData: MyDataScreen(core: app.core, words: app.words)
        }
    }
}
