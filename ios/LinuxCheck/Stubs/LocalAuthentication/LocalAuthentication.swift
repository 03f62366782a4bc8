// Type-checking stand-in for the part of LocalAuthentication that ios/App calls. Linux only.
@_exported import Foundation
public enum LAPolicy: Sendable { case deviceOwnerAuthentication, deviceOwnerAuthenticationWithBiometrics }
public class LAContext: @unchecked Sendable { public init() {}
  public func canEvaluatePolicy(_ p: LAPolicy, error: UnsafeMutablePointer<NSError?>?) -> Bool { false }
  public func evaluatePolicy(_ p: LAPolicy, localizedReason: String) async throws -> Bool { false }
}
