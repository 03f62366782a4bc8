import Foundation
import PayungCore

// Questions for a photo.
extension FormModel {
    /// A picture from the camera or the gallery. The core removes the file that this writes.
    public func take(_ picture: Data) async {
        guard view != nil else { return }
        do {
            let folder = try await core.call { $0.drafts.captureFolder() }
            let source = try handOver.keep(picture, in: folder)
            await onward { try $0.drafts.photo(draft: $1, question: $2, source: source) }
        } catch let failure as PhotoHandOver.Failure {
            fail(failure.problem(words))
        } catch {
            fail(Problem(error, words))
        }
    }

    /// There is no camera that may be used: the gallery and the settings are the way on.
    public func cameraDenied() { fail(Problem(words: words(.noCamera), wayOn: .settings)) }

    public func removePhoto() async {
        await onward { try $0.drafts.removePhoto(draft: $1, question: $2) }
    }
}
