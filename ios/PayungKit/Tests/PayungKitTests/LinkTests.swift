import Testing
@testable import PayungKit
@Suite struct LinkTests {
    @Test func x() { #expect(ReferralCode("ab-cd")?.text == "ABCD") }
}
