// Type-checking stand-in for the part of CoreTransferable that ios/App calls. Linux only.
@_exported import Foundation
import UniformTypeIdentifiers
public protocol TransferRepresentation<Item>: Sendable { associatedtype Item: Transferable }
@resultBuilder public struct TransferRepresentationBuilder<Item: Transferable> {
  public static func buildExpression<R: TransferRepresentation>(_ r: R) -> R where R.Item == Item { r }
  public static func buildBlock<R: TransferRepresentation>(_ r: R) -> R where R.Item == Item { r }
}
public protocol Transferable {
  associatedtype Representation: TransferRepresentation
  @TransferRepresentationBuilder<Self> static var transferRepresentation: Representation { get }
}
public struct DataRepresentation<Item: Transferable>: TransferRepresentation {
  public init(exportedContentType t: UTType, exporting: @escaping @Sendable (Item) async throws -> Data) {}
}
public struct _Named<Item: Transferable>: TransferRepresentation {}
extension TransferRepresentation {
  public func suggestedFileName(_ name: String) -> some TransferRepresentation<Item> { _Named<Item>() }
  public func suggestedFileName(_ name: @escaping @Sendable (Item) -> String?) -> some TransferRepresentation<Item> { _Named<Item>() }
}
extension String: Transferable { public static var transferRepresentation: some TransferRepresentation { DataRepresentation<String>(exportedContentType: .pdf) { Data($0.utf8) } } }
extension Data: Transferable { public static var transferRepresentation: some TransferRepresentation { DataRepresentation<Data>(exportedContentType: .pdf) { $0 } } }
