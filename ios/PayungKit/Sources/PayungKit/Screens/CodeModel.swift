import Foundation
import Observation
import PayungCore

/// The code of a bill at one channel: drawn, kept as a picture, copied, sent.
@Observable @MainActor
public final class CodeModel {
    /// What goes to the sheet for sharing.
    public struct Sending: Equatable, Sendable {
        public let text: String
        public let picture: Export
    }

    public private(set) var picture: CodePicture?
    public private(set) var channel: ChannelView?
    /// What was just done; nothing is said twice.
    public private(set) var done: ShellText?
    public private(set) var problem: Problem?

    public let bill: String
    private let core: Core
    private let words: Words
    private let saver: any PictureSaver

    public init(_ bill: String, core: Core, words: Words, saver: any PictureSaver) {
        (self.bill, self.core, self.words, self.saver) = (bill, core, words, saver)
    }

    /// Shows the code of that channel, if it has one.
    public func show(_ channel: ChannelView) async {
        (self.channel, done) = (channel, nil)
        guard channel.enabled, channel.hasCode else {
            picture = nil
            return
        }
        let code = await ask { try $0.code(bill: $1, channel: $2) }
        picture = code.flatMap { CodePicture($0) }
        if code != nil, picture == nil { problem = Problem(words: words(.tryLater), wayOn: .tryAgain) }
    }

    /// The bill cannot be paid any more.
    public func hide() { (channel, picture, done) = (nil, nil, nil) }

    /// Into the phone's photos, where payment apps find it.
    public func save() async {
        guard let png = await ask({ try $0.codePng(bill: $1, channel: $2) }) else { return }
        do throws(PictureProblem) {
            try await saver.save(png)
            done = .pictureSaved
        } catch {
            problem = error.problem(words)
        }
    }

    /// What is copied, when there is something to be copied.
    public func copy() -> String? {
        done = channel?.number == nil ? nil : .copied
        return channel?.number
    }

    /// For whoever pays.
    public func send() async -> Sending? {
        let made = await ask { (try $0.shareText(bill: $1, channel: $2), try $0.codePng(bill: $1, channel: $2)) }
        guard let (text, png) = made else { return nil }
        do throws(Export.Failure) {
            return Sending(text: text, picture: try Export(png, named: "iuran.png"))
        } catch {
            problem = error.problem(words)
            return nil
        }
    }

    private func ask<T: Sendable>(_ work: @escaping @Sendable (any BillsProtocol, String, String) throws -> T) async -> T? {
        guard let channel = channel?.id else { return nil }
        let bill = bill
        (problem, done) = (nil, nil)
        do {
            return try await core.call { try work($0.bills, bill, channel) }
        } catch {
            problem = Problem(error, words)
            return nil
        }
    }
}

extension CodeModel {
    /// The code and its buttons. What a code says cannot be heard; whom and how much it pays stands among the steps.
    nonisolated public static func reading(_ channel: ChannelView, _ words: Words) -> [Reading] {
        guard channel.enabled, channel.hasCode else { return [] }
        let code = Reading(words(.hearCode, channel.name), value: channel.number.map(spelled) ?? "", .image)
        return [code] + channel.actions.map { Reading($0.label, .button) }
    }

    /// A number figure by figure: nobody types what is read as one large number.
    nonisolated static func spelled(_ key: String) -> String { key.map { String($0) }.joined(separator: " ") }
}

extension ChannelView {
    /// The key, where it is a number that people read. A QRIS code has one too, and nobody reads it: it has no button to copy it.
    public var number: String? { hasCode && !actions.contains { $0.action == .copy } ? nil : key }

    /// The number in groups of four, as it is read from a screen.
    public var grouped: String? {
        number.map { key in
            let figures = Array(key)
            return stride(from: 0, to: figures.count, by: 4).map { String(figures[$0..<min($0 + 4, figures.count)]) }
                .joined(separator: " ")
        }
    }

    /// The link into the app, if it is one of the web: a link of another kind could start anything.
    public var url: URL? {
        link.flatMap { URL(string: $0) }.flatMap { $0.scheme == "https" && $0.host?.isEmpty == false ? $0 : nil }
    }
}
