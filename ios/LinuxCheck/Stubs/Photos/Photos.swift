// Type-checking stand-in for the part of Photos that ios/App calls. Linux only.
@_exported import Foundation
public enum PHAccessLevel: Int, Sendable { case addOnly = 1, readWrite = 2 }
public enum PHAuthorizationStatus: Int, Sendable { case notDetermined, restricted, denied, authorized, limited }
public enum PHAssetResourceType: Int, Sendable { case photo = 1 }
public class PHAssetResourceCreationOptions: NSObject {}
public class PHAssetCreationRequest: NSObject {
  public class func forAsset() -> Self { fatalError() }
  public func addResource(with type: PHAssetResourceType, data: Data, options: PHAssetResourceCreationOptions?) {}
}
public class PHPhotoLibrary: NSObject, @unchecked Sendable {
  public class func shared() -> PHPhotoLibrary { fatalError() }
  public class func requestAuthorization(for accessLevel: PHAccessLevel) async -> PHAuthorizationStatus { .denied }
  public func performChanges(_ changeBlock: @escaping @Sendable () -> Void) async throws {}
}
