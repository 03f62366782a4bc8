// Type-checking stand-in for the part of AVFoundation that ios/App calls. Linux only.
@_exported import Foundation
public struct AVMediaType: Sendable { public static let video = AVMediaType() }
public class AVCaptureDevice { public static func requestAccess(for t: AVMediaType) async -> Bool { false } }
public class AVSpeechSynthesisVoice { public init?(language: String?) {} }
public class AVSpeechUtterance: @unchecked Sendable { public init(string: String) {}; public var voice: AVSpeechSynthesisVoice? }
public enum AVSpeechBoundary: Sendable { case immediate, word }
public protocol AVSpeechSynthesizerDelegate: AnyObject {
  func speechSynthesizer(_ s: AVSpeechSynthesizer, didFinish u: AVSpeechUtterance)
  func speechSynthesizer(_ s: AVSpeechSynthesizer, didCancel u: AVSpeechUtterance)
}
public class AVSpeechSynthesizer: @unchecked Sendable {
  public init() {}
  public weak var delegate: (any AVSpeechSynthesizerDelegate)?
  public func speak(_ u: AVSpeechUtterance) {}
  @discardableResult public func stopSpeaking(at b: AVSpeechBoundary) -> Bool { true }
}
public class AVAudioSession: @unchecked Sendable {
  public struct Category: Hashable, Sendable { public static let playback = Category(), ambient = Category() }
  public struct Mode: Hashable, Sendable { public static let `default` = Mode(), spokenAudio = Mode() }
  public struct CategoryOptions: OptionSet, Sendable { public let rawValue: UInt; public init(rawValue: UInt) { self.rawValue = rawValue }
    public static let mixWithOthers = Self(rawValue: 1), duckOthers = Self(rawValue: 2) }
  public struct SetActiveOptions: OptionSet, Sendable { public let rawValue: UInt; public init(rawValue: UInt) { self.rawValue = rawValue }
    public static let notifyOthersOnDeactivation = Self(rawValue: 1) }
  public class func sharedInstance() -> AVAudioSession { .init() }
  public func setCategory(_ c: Category, mode: Mode, options: CategoryOptions = []) throws {}
  public func setActive(_ a: Bool, options: SetActiveOptions = []) throws {}
}
