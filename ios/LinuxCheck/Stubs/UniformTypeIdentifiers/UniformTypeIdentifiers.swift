// Type-checking stand-in for the part of UniformTypeIdentifiers that ios/App calls. Linux only.
public struct UTType: Hashable, Sendable { public static var pdf: UTType { .init() }; public static var png: UTType { .init() } }
