// Type-checking stand-in for the part of AVFoundation that ios/App calls. Linux only.
@_exported import Foundation
public struct AVMediaType: Sendable { public static let video = AVMediaType() }
public class AVCaptureDevice { public static func requestAccess(for t: AVMediaType) async -> Bool { false } }
public class AVSpeechSynthesisVoice { public init?(language: String?) {} }
public class AVSpeechUtterance: @unchecked Sendable { public init(string: String) {}; public var voice: AVSpeechSynthesisVoice? }
public enum AVSpeechBoundary: Sendable { case immediate, word }
public protocol AVSpeechSynthesizerDelegate: AnyObject {
  func speechSynthesizer(_ s: AVSpeechSynthesizer, didFinish u: AVSpeechUtterance)
}
public class AVSpeechSynthesizer: @unchecked Sendable {
  public init() {}
  public weak var delegate: (any AVSpeechSynthesizerDelegate)?
  public func speak(_ u: AVSpeechUtterance) {}
  @discardableResult public func stopSpeaking(at b: AVSpeechBoundary) -> Bool { true }
}
