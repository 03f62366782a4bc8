// Type-checking stand-in for the part of UIKit that ios/App calls. Linux only.
@_exported import Foundation

@MainActor open class UIResponder: NSObject {}
@MainActor open class UIView: UIResponder {
  public init(frame: CGRect) {}
  public required init?(coder: NSCoder) { nil }
  open func draw(_ rect: CGRect) {}
  public var isUserInteractionEnabled = true
  public var backgroundColor: UIColor?
  public var bounds: CGRect = .zero
  public var contentMode: ContentMode = .scaleToFill
  public var autoresizingMask: AutoresizingMask = []
  public func setNeedsDisplay() {}
  public var isHidden = false
  public var accessibilityViewIsModal = false
  public enum ContentMode: Int, Sendable { case scaleToFill, scaleAspectFit, scaleAspectFill, redraw }
  public struct AutoresizingMask: OptionSet, Sendable { public let rawValue: UInt; public init(rawValue: UInt) { self.rawValue = rawValue }
    public static let flexibleWidth = Self(rawValue: 2), flexibleHeight = Self(rawValue: 16) }
}
public enum UIDeviceOrientation: Int, Sendable { case unknown, portrait, portraitUpsideDown, landscapeLeft, landscapeRight, faceUp, faceDown
  public var isLandscape: Bool { false }; public var isPortrait: Bool { false } }
@MainActor public class UIDevice: NSObject {
  public class var current: UIDevice { fatalError() }
  public var orientation: UIDeviceOrientation { .unknown }
  public var userInterfaceIdiom: UIUserInterfaceIdiom { .unspecified }
  public func beginGeneratingDeviceOrientationNotifications() {}
  public func endGeneratingDeviceOrientationNotifications() {}
  nonisolated public class var orientationDidChangeNotification: NSNotification.Name { .init("") }
}
public class UIColor { public static let clear = UIColor(), white = UIColor(); public func setStroke() {} }
extension UIColor: @unchecked Sendable {}
public class UIBezierPath { public init(ovalIn: CGRect) {}; public init(roundedRect: CGRect, cornerRadius: CGFloat) {}; public var lineWidth: CGFloat = 1; public func stroke() {} }
@MainActor public class UIScreen { public static let main = UIScreen(); public var bounds: CGRect { .zero }; public var brightness: CGFloat = 0 }
public class UIImage: @unchecked Sendable { public init?(data: Data) {}; public func jpegData(compressionQuality: CGFloat) -> Data? { nil }; public func pngData() -> Data? { nil } }
public struct UIPopoverArrowDirection: OptionSet, Sendable { public let rawValue: UInt; public init(rawValue: UInt) { self.rawValue = rawValue }
  public static let up = Self(rawValue: 1), down = Self(rawValue: 2), left = Self(rawValue: 4), right = Self(rawValue: 8) }
@MainActor public class UIPopoverPresentationController: NSObject {
  public var sourceView: UIView?
  public var sourceRect: CGRect = .zero
  public var permittedArrowDirections: UIPopoverArrowDirection = []
}
@MainActor open class UIViewController: UIResponder {
  public var view: UIView! { nil }
  public var popoverPresentationController: UIPopoverPresentationController? { nil }
  public func present(_ v: UIViewController, animated: Bool, completion: (() -> Void)?) {}
}
@MainActor open class UINavigationController: UIViewController {}
@MainActor public protocol UINavigationControllerDelegate: AnyObject {}
@MainActor public protocol UIImagePickerControllerDelegate: AnyObject {
  func imagePickerController(_ p: UIImagePickerController, didFinishPickingMediaWithInfo i: [UIImagePickerController.InfoKey: Any])
  func imagePickerControllerDidCancel(_ p: UIImagePickerController)
}
@MainActor public class UIImagePickerController: UINavigationController {
  public enum SourceType: Sendable { case camera }
  public enum CameraDevice: Sendable { case rear, front }
  public struct InfoKey: Hashable, Sendable { public static let originalImage = InfoKey() }
  public override init() {}
  public static func isSourceTypeAvailable(_ t: SourceType) -> Bool { false }
  public var sourceType = SourceType.camera
  public var cameraDevice = CameraDevice.rear
  public weak var delegate: (any UIImagePickerControllerDelegate & UINavigationControllerDelegate)?
  public var cameraOverlayView: UIView?
}
@MainActor public class UIActivityViewController: UIViewController {
  public struct ActivityType: Hashable, Sendable {}
  public typealias CompletionWithItemsHandler = (ActivityType?, Bool, [Any]?, (any Error)?) -> Void
  public init(activityItems: [Any], applicationActivities: [Any]?) {}
  public var completionWithItemsHandler: CompletionWithItemsHandler?
}
@MainActor public class UINotificationFeedbackGenerator: NSObject {
  public enum FeedbackType: Int, Sendable { case success, warning, error }
  public override init() {}
  public func notificationOccurred(_ t: FeedbackType) {}
}
@MainActor public class UIScene: UIResponder {}
@MainActor public class UIWindow: UIView {
  public struct Level: Hashable, Sendable { public let rawValue: CGFloat; public init(rawValue: CGFloat) { self.rawValue = rawValue }
    public static let normal = Level(rawValue: 0), statusBar = Level(rawValue: 1000), alert = Level(rawValue: 2000)
    public static func + (a: Level, b: CGFloat) -> Level { Level(rawValue: a.rawValue + b) } }
  public init(windowScene: UIWindowScene) { super.init(frame: .zero) }
  public required init?(coder: NSCoder) { nil }
  public var rootViewController: UIViewController?
  public var windowLevel = Level.normal
  public weak var windowScene: UIWindowScene?
  public func makeKeyAndVisible() {}
  public func makeKey() {}
}
@MainActor public class UIWindowScene: UIScene { public var keyWindow: UIWindow? { nil }; public var windows: [UIWindow] { [] } }
public struct UIBackgroundTaskIdentifier: Hashable, Sendable { public static let invalid = UIBackgroundTaskIdentifier() }
public struct UITextContentType: Hashable, Sendable { public static let telephoneNumber = Self(), emailAddress = Self(), postalCode = Self() }
public enum UIUserInterfaceIdiom: Int, Sendable { case unspecified, phone, pad, tv, carPlay, mac, vision }
@MainActor public class UIApplication: UIResponder {
  public static let shared = UIApplication()
  public override init() {}
  public var connectedScenes: Set<UIScene> { [] }
  public func beginBackgroundTask(withName: String?, expirationHandler: (@MainActor @Sendable () -> Void)? = nil) -> UIBackgroundTaskIdentifier { .invalid }
  public func endBackgroundTask(_ id: UIBackgroundTaskIdentifier) {}
}
@MainActor public class UIPasteboard: NSObject { public class var general: UIPasteboard { fatalError() }; public var string: String? }
@MainActor public enum UIAccessibility {
  public static var isReduceMotionEnabled: Bool { false }
  public struct Notification: Sendable { public static let announcement = Notification() }
  public static func post(notification: Notification, argument: Any?) {}
}
public enum UIKeyboardType: Int, Sendable { case `default`, asciiCapable, decimalPad, numberPad, emailAddress, phonePad, numbersAndPunctuation }
