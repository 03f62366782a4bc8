import Observation
import PayungCore

/// How to pay at one place: the steps, what is shown or typed there, and the link into an app.
@Observable @MainActor
public final class ChannelModel {
    public enum Shown: ScreenState {
        case usable(BillView, ChannelView)
        /// It cannot be used for this bill, and says why.
        case unusable(BillView, ChannelView)
        /// The bill cannot be paid any more: nothing of its codes is shown.
        case closed(BillView)
    }

    public private(set) var state = Loaded<Shown>.loading
    /// The app that the link is for is not on this phone.
    public private(set) var linkFailed = false
    public let code: CodeModel
    /// The number on the member's card as it is typed; the core keeps the whole one.
    public var cardNumber = ""
    /// What is wrong with it.
    public private(set) var mistyped: String?
    /// What keeping it failed with.
    public private(set) var problem: Problem?

    public let bill: String
    public let channel: String
    private let core: Core
    private let words: Words

    public init(_ bill: String, channel: String, core: Core, words: Words, saver: any PictureSaver) {
        (self.bill, self.channel, self.core, self.words) = (bill, channel, core, words)
        code = CodeModel(bill, core: core, words: words, saver: saver)
    }

    public func refresh() async {
        let (id, place) = (bill, channel)
        state = await core.load(words) {
            let view = try $0.bills.bill(id: id)
            guard let channel = view.channels.first(where: { $0.id == place }) else { return .closed(view) }
            return channel.enabled ? .usable(view, channel) : .unusable(view, channel)
        }
        switch state.content {
        case .usable(_, let channel), .unusable(_, let channel): await code.show(channel)
        case .closed: code.hide()
        case nil: break
        }
    }

    /// The number on the member's card is typed once, and kept by the core for every later bill.
    public func keepCardNumber() async {
        let (id, number) = (bill, cardNumber)
        (mistyped, problem) = (nil, nil)
        do {
            _ = try await core.call { try $0.bills.cardNumber(bill: id, number: number) }
            cardNumber = ""
            await refresh()
        } catch PayungError.NotPossible(let words) {
            mistyped = words
        } catch {
            problem = Problem(error, words)
        }
    }

    /// The link was opened, or not: then the steps are the way.
    public func opened(_ accepted: Bool) { linkFailed = !accepted }
}

extension ChannelModel.Shown {
    public enum Kind: CaseIterable, Sendable { case usable, unusable, closed }

    public var kind: Kind {
        switch self {
        case .usable: .usable
        case .unusable: .unusable
        case .closed: .closed
        }
    }

    /// What "Dengarkan" reads: the amount and the steps, and never a code.
    public var spoken: String {
        guard case .usable(let bill, let channel) = self else { return "" }
        let lines = [channel.name, bill.amountWords] + channel.steps + [channel.note, channel.fee, channel.limit]
        return lines.filter { !$0.isEmpty }.joined(separator: ". ")
    }

    public func reading(_ words: Words) -> [Reading] {
        switch self {
        case .closed(let bill): return [Reading(bill.title, .header), Reading(bill.until)]
        case .unusable(let bill, let channel):
            let button = [channel.cardButton].filter { !$0.isEmpty }.map { Reading($0, .button) }
            return [Reading(channel.name, value: bill.amountWords, .header), Reading(channel.reason)] + button
        case .usable(let bill, let channel):
            var said = [Reading(channel.name, value: bill.amountWords, .header)] + CodeModel.reading(channel, words)
            if !channel.hasCode, let key = channel.key { said.append(Reading(channel.keyName, value: CodeModel.spelled(key))) }
            if channel.url != nil { said.append(Reading(words(.openApp, channel.name), .button)) }
            said += channel.steps.enumerated().map { Reading("\($0.offset + 1). \($0.element)") }
            said += [channel.note, channel.fee, channel.limit].filter { !$0.isEmpty }.map { Reading($0) }
            return said + [Reading(words(bill.first), .button)]
        }
    }
}
