import Foundation
import PayungCore

/// The pixels of a code: one for each module, white around it. A QR code has a row for each of its rows, bars have one that is drawn tall.
public struct CodePicture: Equatable, Sendable {
    public let width: Int
    public let height: Int
    /// One byte for each pixel, row by row: 0 is black, 255 is white.
    public let grey: Data
    /// Bars stand in one row: they are drawn as high as it fits.
    public let bars: Bool

    /// Nil for a view that does not hold as many modules as it says: a code that is drawn in part would pay somebody else.
    public init?(_ code: CodeView) {
        let (columns, rows, border) = (Int(code.width), Int(code.height), Int(code.border))
        // No code of ours is larger, and a number that is too large must not be multiplied.
        guard (1...1000).contains(columns), (1...1000).contains(rows), (0...100).contains(border) else { return nil }
        guard code.modules.count == (columns * rows + 7) / 8 else { return nil }
        bars = rows == 1
        let (above, modules) = (bars ? 0 : border, [UInt8](code.modules))
        (width, height) = (columns + 2 * border, rows + 2 * above)
        var pixels = Data(repeating: 255, count: width * height)
        for row in 0..<rows {
            for column in 0..<columns {
                let index = row * columns + column
                guard modules[index / 8] & (0x80 >> UInt8(index % 8)) != 0 else { continue }
                pixels[(row + above) * width + column + border] = 0
            }
        }
        grey = pixels
    }
}

/// A screen that is bright while a code is shown, and as it was afterwards.
@MainActor
public final class CodeLight {
    private let get: () -> Double
    private let set: (Double) -> Void
    private var before: Double?

    /// Brightness from 0 to 1.
    public init(get: @escaping () -> Double, set: @escaping (Double) -> Void) { (self.get, self.set) = (get, set) }

    /// A code comes on screen. Called twice, the brightness that the worker chose is still the one that comes back.
    public func on() {
        guard before == nil else { return }
        before = get()
        set(1)
    }

    /// The code leaves the screen, or the app leaves the front.
    public func off() {
        guard let before else { return }
        set(before)
        self.before = nil
    }
}

/// Where pictures of codes are kept: the phone's photo library, to which the app may add and which it never reads.
public protocol PictureSaver: Sendable {
    func save(_ png: Data) async throws(PictureProblem)
}

/// Why a picture was not kept.
public enum PictureProblem: Error, Equatable, Sendable {
    case denied
    case failed
}

extension PictureProblem {
    func problem(_ words: Words) -> Problem {
        switch self {
        case .denied: Problem(words: words(.noGallery), wayOn: .settings)
        case .failed: Problem(words: words(.pictureNotSaved), wayOn: .tryAgain)
        }
    }
}
