import Foundation
import PayungKit
import Testing

@testable import Payung

/// What only a built app can show. Never run where this project is built, which has no Mac.
@MainActor @Suite struct BundleTests {
    @Test func everyTextIsInTheBundle() {
        for text in ShellText.allCases { #expect(BundleWords.words(text) != text.rawValue) }
    }

    @Test func aKeyThatTheKeychainKeepsComesBack() {
        let keeper = KeychainKeeper(KeychainItems())
        let key = Data((0..<32).map { UInt8($0) })
        guard case .key(let wrapped) = keeper.wrap(key: key) else { return Issue.record("not wrapped") }
        #expect(keeper.unwrap(wrapped: wrapped) == .key(bytes: key))
    }
}
