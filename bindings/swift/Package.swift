// swift-tools-version: 6.0
import Foundation
import PackageDescription

// The Rust core for Swift. What is generated is never committed: `./payung bindings` writes it, `scripts/ios-bindings.sh` puts it
// here. On Linux the header is a C target that is linked to this machine's static library; on Apple platforms both lie in an
// XCFramework, which build-xcframework.sh makes on a Mac.
let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()

#if os(Linux)
    let library =
        ProcessInfo.processInfo.environment["PAYUNG_CORE_LIBRARY"]
        ?? root.appendingPathComponent("../../target/debug/libpayung_core.a").standardized.path
    let ffi: Target = .target(
        name: "PayungCoreFFI",
        linkerSettings: [.unsafeFlags(["-Xlinker", library])]
    )
#else
    let ffi: Target = .binaryTarget(name: "PayungCoreFFI", path: "PayungCoreFFI.xcframework")
#endif

let package = Package(
    name: "PayungCore",
    platforms: [.iOS(.v17), .macOS(.v14)],
    products: [
        .library(name: "PayungCore", targets: ["PayungCore"]),
        .library(name: "PayungTrial", targets: ["PayungTrial"]),
    ],
    targets: [
        ffi,
        // In Swift 5 mode, because the generator's Swift is not written for the checks of Swift 6. All else is in Swift 6 mode.
        .target(
            name: "PayungCore",
            dependencies: ["PayungCoreFFI"],
            swiftSettings: [.swiftLanguageMode(.v5)]
        ),
        // For tests only, of this package and of PayungKit: an office process, an invented worker, a key keeper in memory.
        .target(name: "PayungTrial", dependencies: ["PayungCore"]),
        .testTarget(name: "PayungCoreTests", dependencies: ["PayungCore", "PayungTrial"]),
    ],
    swiftLanguageModes: [.v6]
)
