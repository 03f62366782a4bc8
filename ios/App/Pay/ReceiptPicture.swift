import PayungCore
import SwiftUI
import UIKit

/// A receipt as a picture to be sent or printed: black on white whatever the phone's theme is, with the rows as they were given.
struct ReceiptPicture: View {
    private static let width: CGFloat = 360
    let receipt: ReceiptView

    var body: some View {
        VStack(alignment: .leading, spacing: Space.medium) {
            Text(receipt.title).font(.system(size: 20)).bold()
            ForEach(Array(receipt.rows.enumerated()), id: \.offset) { _, row in
                Divider()
                Text(row.label).font(.system(size: 14)).foregroundStyle(Color.gray)
                Text(row.value).font(.system(size: 16)).bold()
            }
            Divider()
            Text(receipt.note).font(.system(size: 14)).foregroundStyle(Color.gray)
        }
        .padding(Space.large)
        .frame(width: Self.width, alignment: .leading)
        .foregroundStyle(Color.black)
        .background(Color.white)
        .environment(\.colorScheme, .light)
    }

    /// Drawn in memory, twice as sharp as it is wide.
    @MainActor static func png(_ receipt: ReceiptView) -> Data? {
        let renderer = ImageRenderer(content: ReceiptPicture(receipt: receipt))
        renderer.scale = 2
        return renderer.uiImage?.pngData()
    }
}
