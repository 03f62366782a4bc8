import AVFoundation
import PayungCore
import PhotosUI
import SwiftUI
import UIKit

typealias PlatformImage = UIImage

/// May the camera be used? The system asks once.
enum CameraPermission {
    @MainActor static func ask() async -> Bool {
        guard UIImagePickerController.isSourceTypeAvailable(.camera) else { return false }
        return await AVCaptureDevice.requestAccess(for: .video)
    }
}

/// The camera, with the core's frame over its picture: it guides the eye and cuts nothing.
struct CameraView: UIViewControllerRepresentable {
    let frame: PhotoFrame
    let took: @MainActor (Data?) -> Void

    func makeUIViewController(context: Context) -> UIImagePickerController {
        let picker = UIImagePickerController()
        picker.sourceType = .camera
        picker.cameraDevice = frame.shape == .face ? .front : .rear
        picker.delegate = context.coordinator
        picker.cameraOverlayView = FrameView(frame)
        return picker
    }

    func updateUIViewController(_ picker: UIImagePickerController, context: Context) {}

    func makeCoordinator() -> Coordinator { Coordinator(took) }

    @MainActor
    final class Coordinator: NSObject, UIImagePickerControllerDelegate, UINavigationControllerDelegate {
        private let took: @MainActor (Data?) -> Void

        init(_ took: @escaping @MainActor (Data?) -> Void) { self.took = took }

        func imagePickerController(
            _ picker: UIImagePickerController, didFinishPickingMediaWithInfo info: [UIImagePickerController.InfoKey: Any]
        ) {
            took((info[.originalImage] as? UIImage)?.jpegData(compressionQuality: 0.95))
        }

        func imagePickerControllerDidCancel(_ picker: UIImagePickerController) { took(nil) }
    }
}

/// A line in the frame's proportions, as large as it fits with a margin.
final class FrameView: UIView {
    private let ratio: CGFloat
    private let oval: Bool

    init(_ frame: PhotoFrame) {
        ratio = CGFloat(frame.width) / CGFloat(max(frame.height, 1))
        oval = frame.shape == .face
        super.init(frame: UIScreen.main.bounds)
        isUserInteractionEnabled = false
        backgroundColor = .clear
    }

    @available(*, unavailable)
    required init?(coder: NSCoder) { nil }

    override func draw(_ rect: CGRect) {
        let width = min(rect.width * 0.88, rect.height * 0.6 * ratio)
        let inner = CGRect(
            x: rect.midX - width / 2, y: rect.height * 0.4 - width / ratio / 2, width: width, height: width / ratio)
        let line = oval ? UIBezierPath(ovalIn: inner) : UIBezierPath(roundedRect: inner, cornerRadius: 14)
        line.lineWidth = 3
        UIColor.white.setStroke()
        line.stroke()
    }
}

/// The gallery. The system shows it, so the app sees only the picture that was chosen, as a JPEG.
struct GalleryView: View {
    @State private var chosen: PhotosPickerItem?
    let took: @MainActor (Data?) -> Void

    var body: some View {
        PhotosPicker(selection: $chosen, matching: .images, preferredItemEncoding: .compatible) { Image("gallery") }
            .photosPickerStyle(.inline)
            .onChange(of: chosen) { _, item in
                Task { took(try? await item?.loadTransferable(type: Data.self)) }
            }
    }
}
