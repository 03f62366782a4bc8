import PayungCore

/// A screen whose content is asked of the core: being asked for, there, or not to be had. The content may have states of its own.
public enum Loaded<Content: ScreenState>: ScreenState {
    case loading
    case shown(Content)
    case failed(Problem)

    public enum Kind: CaseIterable, Hashable, Sendable {
        case loading, failed
        case shown(Content.Kind)

        public static var allCases: [Kind] { [.loading, .failed] + Content.Kind.allCases.map { .shown($0) } }
    }

    public var kind: Kind {
        switch self {
        case .loading: .loading
        case .failed: .failed
        case .shown(let content): .shown(content.kind)
        }
    }

    /// What is on the screen, once it is there.
    public var content: Content? { if case .shown(let content) = self { content } else { nil } }

    public func reading(_ words: Words) -> [Reading] {
        switch self {
        case .loading: [Reading(words(.waiting))]
        case .failed(let problem): problem.reading(words)
        case .shown(let content): content.reading(words)
        }
    }
}

/// The kind of a content that has no states of its own.
public enum Plain: CaseIterable, Hashable, Sendable { case plain }

extension ScreenState where Kind == Plain {
    public var kind: Plain { .plain }
}

extension Core {
    /// What a screen shows, out of the core, or why that cannot be had.
    public func load<Content: ScreenState>(
        _ words: Words, _ ask: @Sendable (CoreObjects) throws -> Content
    ) -> Loaded<Content> {
        do {
            return .shown(try call(ask))
        } catch {
            return .failed(Problem(error, words))
        }
    }

    /// Asks for the key again, which the core gives back whenever the app is left. That it is still not to be had is said by whatever
    /// is asked for next.
    public func unlock() {
        _ = try? call { try $0.payung.unlock() }
    }
}
