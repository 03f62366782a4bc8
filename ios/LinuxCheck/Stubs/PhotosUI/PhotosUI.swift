// Type-checking stand-in for the part of PhotosUI that ios/App calls. Linux only.
@_exported import SwiftUI
public struct PhotosPickerItem: Equatable, Hashable, Sendable {
  public struct EncodingDisambiguationPolicy: Sendable { public static let compatible = Self(), automatic = Self() }
  public func loadTransferable<T: Transferable>(type: T.Type) async throws -> T? { nil }
}
public struct PHPickerFilter: Sendable { public static let images = Self() }
public struct PhotosPicker<L: View>: _Leaf {
  public init(selection: Binding<PhotosPickerItem?>, matching: PHPickerFilter? = nil, preferredItemEncoding: PhotosPickerItem.EncodingDisambiguationPolicy = .automatic, @ViewBuilder label: () -> L) {}
}
public struct PhotosPickerStyle: Sendable { public static let inline = Self() }
extension View { public func photosPickerStyle(_ s: PhotosPickerStyle) -> some View { self } }
