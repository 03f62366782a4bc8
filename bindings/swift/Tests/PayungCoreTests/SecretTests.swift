import PayungCore
import Testing

@Suite struct SecretTests {
    @Test func aSecretPrintsDotsAndNotEvenItsLength() {
        let (short, long) = (Secret("CONTOH"), Secret("CONTOH RAHASIA"))
        #expect("\(short) \(long)" == "•••• ••••")
        #expect(String(reflecting: long) == "••••")
        var dumped = ""
        dump(["answer": long], to: &dumped)
        #expect(!dumped.contains("RAHASIA"))
        #expect(long.reveal() == "CONTOH RAHASIA")
    }

    @Test func aRecordThatHoldsASecretPrintsDotsToo() {
        let typed = Typed(question: "name", text: Secret("CONTOH RAHASIA"))
        #expect(!"\(typed)".contains("RAHASIA"))
        #expect(!String(reflecting: typed).contains("RAHASIA"))
    }

    @Test func secretsAreEqualWhenTheirTextsAre() {
        #expect(Secret("CONTOH") == Secret("CONTOH"))
        #expect(Secret("CONTOH").hashValue == Secret("CONTOH").hashValue)
        #expect(Secret("CONTOH") != Secret("LAIN"))
    }
}
