// swift-tools-version: 6.0
import PackageDescription

// Everything of the iOS shell that is not drawing: models of the screens, the way between them, reminders, keys, links. It runs on
// Linux too, so that its tests run wherever this project is built.
let package = Package(
    name: "PayungKit",
    platforms: [.iOS(.v17), .macOS(.v14)],
    products: [
        .library(name: "PayungKit", targets: ["PayungKit"]),
        .library(name: "PayungFixtures", targets: ["PayungFixtures"]),
    ],
    dependencies: [.package(name: "PayungCore", path: "../../bindings/swift")],
    targets: [
        .target(name: "PayungKit", dependencies: [.product(name: "PayungCore", package: "PayungCore")]),
        // One value of every state of every screen, for tests and for previews in Xcode.
        .target(name: "PayungFixtures", dependencies: ["PayungKit"]),
        .testTarget(
            name: "PayungKitTests",
            dependencies: ["PayungKit", "PayungFixtures", .product(name: "PayungTrial", package: "PayungCore")]
        ),
    ],
    swiftLanguageModes: [.v6]
)
