import Observation
import PayungCore

/// What the office was asked for, and what it answered. Without a registration: everything that was asked from this phone.
@Observable @MainActor
public final class RequestsModel {
    public struct Shown: ScreenState {
        /// The newest first.
        public let requests: [RequestView]
        /// The office can be asked for something about this registration now.
        public let canRequest: Bool

        public init(requests: [RequestView], canRequest: Bool) {
            (self.requests, self.canRequest) = (requests, canRequest)
        }
    }

    public private(set) var state = Loaded<Shown>.loading
    /// Why nothing could be begun; what was shown stays.
    public private(set) var problem: Problem?

    public let registration: String?
    private let core: Core
    private let words: Words

    public init(_ registration: String?, core: Core, words: Words) {
        (self.registration, self.core, self.words) = (registration, core, words)
    }

    public func refresh() async {
        let about = registration
        state = await core.load(words) { core in
            let requests = try core.registrations.requests(registration: about)
            let can = try about.map { try core.registrations.status(registration: $0).canRequest } ?? false
            return Shown(requests: requests, canRequest: can)
        }
    }

    /// Begins a request about the registration, or goes on with the one that was begun.
    public func request() async -> Route? {
        guard let registration else { return nil }
        return await begin { try $0.registrations.request(registration: registration) }
    }

    /// A complaint needs no registration.
    public func complain() async -> Route? { await begin { try $0.drafts.start(form: "complaint") } }

    private func begin(_ ask: @Sendable (CoreObjects) throws -> DraftView) async -> Route? {
        do {
            problem = nil
            return .draft(try await core.call { try ask($0).draft })
        } catch {
            problem = Problem(error, words)
            return nil
        }
    }
}

extension RequestsModel.Shown {
    public enum Kind: CaseIterable, Sendable { case empty, list }

    public var kind: Kind { requests.isEmpty ? .empty : .list }

    /// What can be begun, the first of them with the large button.
    public var actions: [ShellText] { canRequest ? [.request, .complain] : [.complain] }

    /// What "Dengarkan" reads: each request, where it stands, and what the office wrote.
    public func spoken(_ words: Words) -> String {
        let said = requests.map { request -> String in
            let state = [request.title, request.words, request.answerUntil ?? ""].filter { !$0.isEmpty }
            return (state + request.written).joined(separator: ". ")
        }
        return ([words(.requestsAbout)] + said).joined(separator: " ")
    }

    public func reading(_ words: Words) -> [Reading] {
        [Reading(words(.requestsAbout))] + requests.flatMap { $0.reading(words) } + actions.map { Reading(words($0), .button) }
    }
}

extension RequestView {
    /// Below its title: where it stands, until when it is answered, its number, and when it was asked.
    public func below(_ words: Words) -> String {
        let lines = [self.words, answerUntil ?? "", words(.requestNumber, number), askedAtWords]
        return lines.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    /// What the office wrote: its answer, and what it asks to be answered again.
    public var written: [String] {
        [answer?.reveal()].compactMap { $0 } + corrections.map { "\($0.title): \($0.words.reveal())" }
    }

    func reading(_ words: Words) -> [Reading] {
        [Reading(title, value: below(words), .button)] + written.map { Reading($0) }
    }
}
