import PayungCore

extension Pictogram {
    /// The file in `Assets.xcassets/Icons`: the core's name in small letters, with lines between its words.
    var icon: String {
        "\(self)".reduce(into: "") { name, letter in
            if letter.isUppercase { name += "_" }
            name += letter.lowercased()
        }
    }
}
