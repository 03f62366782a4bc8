import Foundation

extension Words {
    /// The words of a string catalog (`Localizable.xcstrings`) in one language: for tests and previews. On a phone the catalog is
    /// compiled into the bundle. What the catalog lacks shows its id, and a test fails.
    public init(catalog: Data, language: String) throws {
        let file = try JSONDecoder().decode(Catalog.self, from: catalog)
        let texts = file.strings.mapValues { $0.localizations?[language]?.stringUnit.value }
        self.init { text in (texts[text.rawValue] ?? nil) ?? text.rawValue }
    }

    private struct Catalog: Decodable {
        struct Entry: Decodable { let localizations: [String: Localization]? }
        struct Localization: Decodable { let stringUnit: Unit }
        struct Unit: Decodable { let value: String }

        let strings: [String: Entry]
    }
}
