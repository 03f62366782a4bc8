// Type-checking stand-in for the part of Network that ios/App calls. Linux only.
@_exported import Foundation
@_exported import Dispatch
public struct NWPath: Sendable { public enum Status: Sendable { case satisfied, unsatisfied, requiresConnection }
  public var status: Status { .satisfied }; public var isExpensive: Bool { false }; public var isConstrained: Bool { false } }
public final class NWPathMonitor: @unchecked Sendable { public init() {}
  public var pathUpdateHandler: (@Sendable (NWPath) -> Void)?
  public func start(queue: DispatchQueue) {} }
