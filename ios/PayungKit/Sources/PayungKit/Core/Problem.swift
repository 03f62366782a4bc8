import PayungCore

/// What went wrong, as a screen shows it: a sentence, and the way on.
public struct Problem: Error, Equatable, Sendable {
    /// For the worker: the core's own sentence wherever there is one.
    public let words: String
    public let wayOn: WayOn

    public init(words: String, wayOn: WayOn) {
        self.words = words
        self.wayOn = wayOn
    }

    /// The problem that an error of a call is. What is not the core's own error has no words for a worker, so it gets the shell's.
    public init(_ error: any Error, _ words: Words) {
        if let problem = error as? Problem {
            self = problem
            return
        }
        guard let error = error as? PayungError else {
            self.init(words: words(.tryLater), wayOn: .tryAgain)
            return
        }
        self.init(words: error.words.isEmpty ? words(.tryLater) : error.words, wayOn: WayOn(error))
    }
}

/// What the worker can do about a problem. Each has a button of its own.
public enum WayOn: Equatable, Hashable, Sendable {
    /// The screen is asked for again.
    case showAgain
    /// The question that is still open is shown.
    case question(String)
    /// The phone is unlocked, then the key is asked for again.
    case unlock
    /// Everything begins anew, after a question back: the key is gone.
    case startClean
    /// The same once more.
    case tryAgain
    /// Room is made on the phone, then the same once more.
    case makeRoom
    /// A newer app can read it.
    case update
    /// Another picture.
    case camera
    /// The system's settings, where a permission is given.
    case settings
    /// Nobody but whoever built the app can mend it: who that is, is said in the help.
    case help

    init(_ error: PayungError) {
        self =
            switch error {
            case .NotPossible: .showAgain
            case .MissingAnswers(_, let questions): questions.first.map { .question($0) } ?? .showAgain
            case .KeyLocked, .WrongPassphrase: .unlock
            case .KeyGone: .startClean
            case .TryLater: .tryAgain
            case .DiskFull: .makeRoom
            case .NewerData: .update
            case .Damaged: .tryAgain
            case .Configuration: .help
            case .Photo: .camera
            }
    }

    /// What its button says. A picture that cannot be used has none: where one is asked for the camera's own button stands, and one more
    /// that opens no camera would only be in its way.
    public var label: ShellText? {
        switch self {
        case .showAgain: .showAgain
        case .question: .showQuestion
        case .unlock: .unlock
        case .startClean: .startClean
        case .tryAgain, .makeRoom: .tryAgain
        case .update: .update
        case .camera: nil
        case .settings: .openSettings
        case .help: .help
        }
    }
}
