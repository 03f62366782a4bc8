extension PayungError {
    /// The sentence for the worker, in the language of the app.
    public var words: String {
        switch self {
        case .NotPossible(let words), .MissingAnswers(let words, _), .KeyLocked(let words), .WrongPassphrase(let words),
            .KeyGone(let words), .TryLater(let words), .DiskFull(let words), .NewerData(let words, _, _),
            .Damaged(let words), .Configuration(let words, _), .Photo(let words):
            words
        }
    }
}
