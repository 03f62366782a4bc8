import PayungCore
import SwiftUI

extension Programme {
    var icon: String {
        switch self {
        case .jkk: "programme_jkk"
        case .jkm: "programme_jkm"
        case .jht: "programme_jht"
        }
    }
}

extension CardSign {
    var icon: String {
        switch self {
        case .certain: "state_protected"
        case .lookAgain: "warning"
        case .plain: "card"
        }
    }
}

extension CoverLevel {
    var icon: String {
        switch self {
        case .full: "state_protected"
        case .early: "state_waiting"
        case .maybe, .notPromised: "unknown"
        case .saved: "save"
        case .none: "no"
        }
    }
}

extension UmbrellaState {
    /// How far the roof is spread.
    var spread: CGFloat {
        switch self {
        case .open: 1
        case .half: 0.6
        case .folded: 0.2
        }
    }
}
