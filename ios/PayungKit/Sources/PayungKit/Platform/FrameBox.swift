import Foundation
import PayungCore

extension PhotoFrame {
    /// Where the frame stands over the camera's picture: in its proportions, as large as it fits with a margin, and towards the middle
    /// of what no button covers.
    ///
    /// The system's camera stays upright when the phone is laid on its side, so its picture is the one that turns: `onItsSide` then
    /// turns the frame with the phone.
    public func box(in bounds: CGRect, onItsSide: Bool = false) -> CGRect {
        let wide = bounds.width > bounds.height
        let (across, along) = onItsSide && !wide ? (self.height, self.width) : (self.width, self.height)
        let ratio = CGFloat(max(across, 1)) / CGFloat(max(along, 1))
        let room = CGSize(width: bounds.width * (wide ? 0.6 : 0.88), height: bounds.height * (wide ? 0.88 : 0.6))
        let size = CGSize(width: min(room.width, room.height * ratio), height: min(room.width / ratio, room.height))
        let middle = wide ? CGPoint(x: bounds.width * 0.4, y: bounds.midY) : CGPoint(x: bounds.midX, y: bounds.height * 0.4)
        return CGRect(x: middle.x - size.width / 2, y: middle.y - size.height / 2, width: size.width, height: size.height)
    }
}
