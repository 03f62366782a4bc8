import Foundation
import PayungKit
import Photos

/// The phone's photos: the app asks to add to them, and never to read them.
struct PhotoLibrary: PictureSaver {
    func save(_ png: Data) async throws(PictureProblem) {
        switch await PHPhotoLibrary.requestAuthorization(for: .addOnly) {
        case .authorized, .limited: break
        default: throw .denied
        }
        do {
            try await PHPhotoLibrary.shared().performChanges {
                PHAssetCreationRequest.forAsset().addResource(with: .photo, data: png, options: nil)
            }
        } catch {
            throw .failed
        }
    }
}
