import AVFoundation
import PayungCore
import PayungKit
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

/// The camera, whose frame turns with the phone. The system's camera itself stays upright.
struct TurningCamera: View {
    @State private var onItsSide = UIDevice.current.orientation.isLandscape
    let frame: PhotoFrame
    let took: @MainActor (Data?) -> Void

    var body: some View {
        CameraView(frame: frame, onItsSide: onItsSide, took: took)
            .onAppear { UIDevice.current.beginGeneratingDeviceOrientationNotifications() }
            .onDisappear { UIDevice.current.endGeneratingDeviceOrientationNotifications() }
            .onReceive(NotificationCenter.default.publisher(for: UIDevice.orientationDidChangeNotification)) { _ in
                // A phone that lies on a table has no side up: the frame stays as it was.
                let now = UIDevice.current.orientation
                if now.isPortrait || now.isLandscape { onItsSide = now.isLandscape }
            }
    }
}

/// The camera, with the core's frame over its picture: it guides the eye and cuts nothing.
struct CameraView: UIViewControllerRepresentable {
    let frame: PhotoFrame
    let onItsSide: Bool
    let took: @MainActor (Data?) -> Void

    func makeUIViewController(context: Context) -> UIImagePickerController {
        let picker = UIImagePickerController()
        picker.sourceType = .camera
        picker.cameraDevice = frame.shape == .face ? .front : .rear
        picker.delegate = context.coordinator
        picker.cameraOverlayView = FrameView(frame)
        return picker
    }

    func updateUIViewController(_ picker: UIImagePickerController, context: Context) {
        (picker.cameraOverlayView as? FrameView)?.onItsSide = onItsSide
    }

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

/// A line in the frame's proportions, as large as it fits with a margin. It turns with the phone.
final class FrameView: UIView {
    private let shown: PhotoFrame
    /// The phone is held on its side.
    var onItsSide = false { didSet { if onItsSide != oldValue { setNeedsDisplay() } } }

    init(_ frame: PhotoFrame) {
        shown = frame
        super.init(frame: UIScreen.main.bounds)
        isUserInteractionEnabled = false
        backgroundColor = .clear
        contentMode = .redraw
        autoresizingMask = [.flexibleWidth, .flexibleHeight]
    }

    @available(*, unavailable)
    required init?(coder: NSCoder) { nil }

    override func draw(_ rect: CGRect) {
        let inner = shown.box(in: bounds, onItsSide: onItsSide)
        let line = shown.shape == .face ? UIBezierPath(ovalIn: inner) : UIBezierPath(roundedRect: inner, cornerRadius: 14)
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
