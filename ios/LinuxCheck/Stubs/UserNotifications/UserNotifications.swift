// Type-checking stand-in for the part of UserNotifications that ios/App calls. Linux only.
@_exported import Foundation
public enum UNAuthorizationStatus: Sendable { case notDetermined, denied, authorized, provisional, ephemeral }
public struct UNAuthorizationOptions: OptionSet, Sendable { public let rawValue: UInt; public init(rawValue: UInt) { self.rawValue = rawValue }
  public static let alert = Self(rawValue: 1), sound = Self(rawValue: 2), badge = Self(rawValue: 4) }
public class UNNotificationSettings: @unchecked Sendable { public var authorizationStatus: UNAuthorizationStatus { .denied } }
public class UNNotificationContent: @unchecked Sendable { public var title = "", body = "", categoryIdentifier = ""; public var userInfo: [AnyHashable: Any] = [:] }
public class UNMutableNotificationContent: UNNotificationContent, @unchecked Sendable { public override init() {} }
public class UNNotificationTrigger {}
public class UNCalendarNotificationTrigger: UNNotificationTrigger { public init(dateMatching: DateComponents, repeats: Bool) {} }
public class UNNotificationRequest: @unchecked Sendable {
  public init(identifier: String, content: UNNotificationContent, trigger: UNNotificationTrigger?) {}
  public var identifier: String { "" }
  public var content: UNNotificationContent { .init() }
}
public class UNNotification: @unchecked Sendable { public var request: UNNotificationRequest { fatalError() } }
public let UNNotificationDefaultActionIdentifier = "default", UNNotificationDismissActionIdentifier = "dismiss"
public class UNNotificationResponse: @unchecked Sendable { public var notification: UNNotification { fatalError() }; public var actionIdentifier: String { "" } }
public struct UNNotificationActionOptions: OptionSet, Sendable { public let rawValue: UInt; public init(rawValue: UInt) { self.rawValue = rawValue }
  public static let authenticationRequired = Self(rawValue: 1), destructive = Self(rawValue: 2), foreground = Self(rawValue: 4) }
public class UNNotificationAction: NSObject, @unchecked Sendable { public init(identifier: String, title: String, options: UNNotificationActionOptions = []) {} }
public struct UNNotificationCategoryOptions: OptionSet, Sendable { public let rawValue: UInt; public init(rawValue: UInt) { self.rawValue = rawValue }
  public static let customDismissAction = Self(rawValue: 1) }
public class UNNotificationCategory: NSObject, @unchecked Sendable {
  public init(identifier: String, actions: [UNNotificationAction], intentIdentifiers: [String], options: UNNotificationCategoryOptions = []) {}
  public var identifier: String { "" }
}
public struct UNNotificationPresentationOptions: OptionSet, Sendable { public let rawValue: UInt; public init(rawValue: UInt) { self.rawValue = rawValue }
  public static let badge = Self(rawValue: 1), sound = Self(rawValue: 2), list = Self(rawValue: 8), banner = Self(rawValue: 16) }
// Only the forms with a handler, which the system takes on the main thread: with `async` Swift would call it on another one.
public protocol UNUserNotificationCenterDelegate: AnyObject {
  func userNotificationCenter(_ c: UNUserNotificationCenter, didReceive r: UNNotificationResponse, withCompletionHandler h: @escaping () -> Void)
  func userNotificationCenter(_ c: UNUserNotificationCenter, willPresent n: UNNotification, withCompletionHandler h: @escaping (UNNotificationPresentationOptions) -> Void)
}
public class UNUserNotificationCenter: @unchecked Sendable {
  public static func current() -> UNUserNotificationCenter { .init() }
  public weak var delegate: (any UNUserNotificationCenterDelegate)?
  public func notificationSettings() async -> UNNotificationSettings { .init() }
  public func requestAuthorization(options: UNAuthorizationOptions) async throws -> Bool { false }
  public func pendingNotificationRequests() async -> [UNNotificationRequest] { [] }
  public func notificationCategories() async -> Set<UNNotificationCategory> { [] }
  public func setNotificationCategories(_ categories: Set<UNNotificationCategory>) {}
  public func add(_ r: UNNotificationRequest) async throws {}
  public func removeDeliveredNotifications(withIdentifiers: [String]) {}
  public func removePendingNotificationRequests(withIdentifiers: [String]) {}
}
