import PayungCore
import PayungKit
import SwiftUI

/// Saving marks: one tap a day. The money is kept by whoever saves it, and the core's words say so.
struct JarScreen: View {
    @Environment(AppModel.self) private var app
    @State private var model: JarModel
    /// Another jar is being begun in place of this one.
    @State private var again = false

    init(registration: String, core: Core, words: Words) {
        _model = State(initialValue: JarModel(registration, core: core, words: words))
    }

    var body: some View {
        Scaffold(title: app.words(.jar), spoken: model.state.shown.map { "\($0.jar.line). \($0.jar.about)" } ?? "") {
            if let shown = model.state.shown, !again {
                JarBody(jar: shown.jar)
            } else {
                switch model.state {
                case .loading: Waiting()
                case .failed(let problem): ProblemNotice(problem: problem) { Task { await model.refresh() } }
                case .none, .saving, .full: JarField(model: model)
                }
            }
            if let problem = model.problem { ProblemNotice(problem: problem) { Task { await model.refresh() } } }
        } foot: {
            if let shown = model.state.shown, !again {
                PrimaryButton(label: app.words(shown.button)) { Task { await act { await model.mark() } } }
                SecondaryButton(label: app.words(.beginJarAgain)) { again = true }
            } else if model.state.kind != .loading, model.state.kind != .failed {
                PrimaryButton(label: app.words(.beginJar), enabled: !model.typed.isEmpty) { Task { await begin() } }
                if again { SecondaryButton(label: app.words(.cancel)) { again = false } }
            }
        }
        .task { await model.refresh() }
    }

    private func begin() async {
        await act { await model.begin() }
        if model.problem == nil { again = false }
    }

    private func act(_ work: @MainActor () async -> Void) async {
        await work()
        Haptics.feel(model.problem)
    }
}

/// What one mark stands for, in rupiah.
struct JarField: View {
    @Environment(AppModel.self) private var app
    let model: JarModel

    var body: some View {
        @Bindable var model = model
        Text(app.words(.askJar)).font(.title).bold().accessibilityAddTraits(.isHeader)
        Text(app.words(.jarEach)).foregroundStyle(Tone.soft)
        TextField("", text: $model.typed)
            .font(.title2)
            .keyboardType(.numberPad)
            .padding(Space.medium)
            .frame(minHeight: Space.target)
            .background(Tone.card)
            .overlay { RoundedRectangle(cornerRadius: Space.corner).stroke(Tone.edge, lineWidth: 2) }
            .accessibilityLabel(app.words(.askJar))
    }
}

/// How full it is: dots that can be counted, or a bar.
struct JarBody: View {
    let jar: JarView

    var body: some View {
        Text(jar.line).font(.title).bold().accessibilityAddTraits(.isHeader)
        if let dots = jar.dots {
            ZStack {
                Dots(from: 0, to: dots.filled, of: dots.of).fill(Tone.accent)
                Dots(from: 0, to: dots.of, of: dots.of).stroke(Tone.edge, lineWidth: 2)
            }
            .aspectRatio(Dots.ratio(dots.of), contentMode: .fit)
            .accessibilityHidden(true)
        } else {
            ProgressView(value: Double(jar.days.count), total: Double(max(jar.needed, 1))).accessibilityHidden(true)
        }
        Notice(kind: jar.full ? .certain : .lookAgain, words: jar.about)
    }
}

/// Rows of ten dots.
struct Dots: Shape {
    nonisolated private static let row = 10
    let from: Int
    let to: Int
    let of: Int

    /// Width to height of as many dots.
    static func ratio(_ count: Int) -> CGFloat { CGFloat(row) / CGFloat(max((count + row - 1) / row, 1)) }

    nonisolated func path(in rect: CGRect) -> Path {
        let cell = rect.width / CGFloat(Self.row)
        var path = Path()
        for index in from..<max(from, min(to, of)) {
            let (column, line) = (index % Self.row, index / Self.row)
            path.addEllipse(
                in: CGRect(
                    x: rect.minX + (CGFloat(column) + 0.15) * cell, y: rect.minY + (CGFloat(line) + 0.15) * cell,
                    width: cell * 0.7, height: cell * 0.7))
        }
        return path
    }
}
