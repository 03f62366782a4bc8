import PayungCore
import PayungKit
import SwiftUI

/// A photo: taken or picked, judged at once, kept or taken again.
struct PhotoField: View {
    @Environment(AppModel.self) private var app
    @Environment(FormModel.self) private var form
    @State private var camera = false
    @State private var gallery = false
    let question: String
    let taken: Bool
    let frame: PhotoFrame
    let verdict: PhotoVerdict?

    var body: some View {
        VStack(alignment: .leading, spacing: Space.small) {
            if taken { KeptPhoto(picture: form.keptPhoto) }
            if let verdict { Notice(kind: verdict.quality == .good ? .certain : .lookAgain, words: verdict.words) }
            SharedOffer()
            SharedButton { picture in
                await form.take(picture)
                return form.problem
            }
            Text(frame.words).foregroundStyle(Tone.soft)
            SecondaryButton(label: app.words(taken ? .otherPhoto : .takePhoto)) {
                Task { if await CameraPermission.ask() { camera = true } else { form.cameraDenied() } }
            }
            SecondaryButton(label: app.words(.pickPhoto)) { gallery = true }
            if taken { SecondaryButton(label: app.words(.removePhoto)) { Task { await form.removePhoto() } } }
        }
        .fullScreenCover(isPresented: $camera) { TurningCamera(frame: frame) { picture in took(picture) }.ignoresSafeArea() }
        .sheet(isPresented: $gallery) { GalleryView { picture in took(picture) } }
    }

    private func took(_ picture: Data?) {
        (camera, gallery) = (false, false)
        guard let picture else { return }
        Task { await form.take(picture) }
    }
}

/// The photo as the office will see it.
struct KeptPhoto: View {
    @Environment(AppModel.self) private var app
    let picture: Data?

    var body: some View {
        if let picture, let image = PlatformImage(data: picture) {
            Image(uiImage: image)
                .resizable()
                .aspectRatio(contentMode: .fit)
                .clipShape(RoundedRectangle(cornerRadius: Space.corner))
                .accessibilityLabel(app.words(.hearPhoto))
                .privacySensitive()
        }
    }
}
