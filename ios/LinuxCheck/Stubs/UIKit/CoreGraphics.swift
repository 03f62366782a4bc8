// Type-checking stand-in for the part of CoreGraphics that ios/App calls. Linux only; CFData is NSData, to which it is bridged.
@_exported import Foundation
public typealias CFData = NSData
public class CGDataProvider { public init?(data: CFData) {} }
public class CGColorSpace {}
public func CGColorSpaceCreateDeviceGray() -> CGColorSpace { CGColorSpace() }
public enum CGImageAlphaInfo: UInt32, Sendable { case none = 0, premultipliedLast, premultipliedFirst, last, first }
public struct CGBitmapInfo: OptionSet, Sendable { public let rawValue: UInt32; public init(rawValue: UInt32) { self.rawValue = rawValue } }
public enum CGColorRenderingIntent: Int32, Sendable { case defaultIntent }
public class CGImage: @unchecked Sendable {
  public init?(width: Int, height: Int, bitsPerComponent: Int, bitsPerPixel: Int, bytesPerRow: Int, space: CGColorSpace, bitmapInfo: CGBitmapInfo, provider: CGDataProvider, decode: UnsafePointer<CGFloat>?, shouldInterpolate: Bool, intent: CGColorRenderingIntent) {}
}
