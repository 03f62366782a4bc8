// Type-checking stand-in for the part of BackgroundTasks that ios/App calls. Linux only.
@_exported import Foundation
public class BGTaskRequest { public var earliestBeginDate: Date? }
public class BGAppRefreshTaskRequest: BGTaskRequest { public init(identifier: String) {} }
public class BGTaskScheduler: @unchecked Sendable { public static let shared = BGTaskScheduler(); public func submit(_ r: BGTaskRequest) throws {} }
