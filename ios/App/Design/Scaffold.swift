import PayungKit
import SwiftUI

/// What all screens share: "Dengarkan" above, a body that scrolls, and the buttons under the thumb. With the largest letters buttons would take
/// the room to read, so they scroll along at the end.
struct Scaffold<Content: View, Foot: View>: View {
    @Environment(\.dynamicTypeSize) private var size
    let title: String
    /// What "Dengarkan" reads: never an answer.
    let spoken: String
    @ViewBuilder let content: () -> Content
    @ViewBuilder let foot: () -> Foot

    var body: some View {
        ScrollView {
            VStack(alignment: .leading, spacing: Space.medium) {
                content()
                if size.isAccessibilitySize { foot() }
            }
            .padding(Space.large)
            .frame(maxWidth: 560, alignment: .leading)
        }
        .frame(maxWidth: .infinity)
        .background(Tone.paper)
        .foregroundStyle(Tone.ink)
        .navigationTitle(title)
        .navigationBarTitleDisplayMode(.inline)
        .safeAreaInset(edge: .bottom) {
            if !size.isAccessibilitySize {
                VStack(spacing: Space.small, content: foot).padding(Space.large).background(Tone.paper)
            }
        }
        .toolbar {
            ToolbarItem(placement: .topBarTrailing) { ListenButton(spoken: spoken) }
        }
    }
}

extension View {
    /// On a card, as wide as the screen.
    func card() -> some View {
        padding(Space.medium)
            .frame(maxWidth: .infinity, alignment: .leading)
            .background(Tone.card)
            .clipShape(RoundedRectangle(cornerRadius: Space.corner))
    }
}

/// Reads aloud, and stops.
struct ListenButton: View {
    @Environment(AppModel.self) private var app
    @Environment(ListenModel.self) private var listen
    let spoken: String

    var body: some View {
        @Bindable var listen = listen
        Button {
            listen.toggle(spoken, app.language)
        } label: {
            VStack(spacing: 0) {
                Icon(listen.speaking ? "listen_stop" : "listen")
                Text(app.words(listen.speaking ? .stopListening : .listen)).font(.subheadline)
            }
            .frame(minWidth: Space.target, minHeight: Space.target)
        }
        .disabled(spoken.isEmpty)
        .alert(app.words(.noVoice), isPresented: $listen.noVoice) { Button(app.words(.close)) {} }
    }
}
