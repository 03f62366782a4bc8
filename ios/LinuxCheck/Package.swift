// swift-tools-version: 6.0
import Foundation
import PackageDescription

// Type-checks ios/App on Linux against stubs of Apple's modules: what we read of their API, written down by hand. It proves that the
// app agrees with that reading and with PayungKit. It builds nothing for iOS. The tests of both packages stand here too: in one
// package the bindings, which are the slowest to compile, are compiled once. App and the tests are symbolic links, since SwiftPM
// refuses a target's path outside its package.
let stubs = [
    "UIKit", "AVFoundation", "PhotosUI", "UserNotifications", "BackgroundTasks", "LocalAuthentication", "Security", "Network", "Photos",
    "CoreTransferable", "UniformTypeIdentifiers",
]

let core: Target.Dependency = .product(name: "PayungCore", package: "PayungCore")
let trial: Target.Dependency = .product(name: "PayungTrial", package: "PayungCore")
let kit: [Target.Dependency] = ["PayungKit", "PayungFixtures"].map { .product(name: $0, package: "PayungKit") }
let tests: [Target] = [
    .testTarget(name: "CoreTests", dependencies: [core, trial], path: "CoreTests"),
    .testTarget(name: "KitTests", dependencies: kit + [core, trial], path: "KitTests"),
]

let app: [Target] =
    [
        .target(name: "SwiftUI", dependencies: ["UIKit", "CoreTransferable"], path: "Stubs/SwiftUI", swiftSettings: [.swiftLanguageMode(.v5)]),
        .target(name: "PhotosUI", dependencies: ["SwiftUI"], path: "Stubs/PhotosUI", swiftSettings: [.swiftLanguageMode(.v5)]),
        .target(
            name: "App",
            dependencies: stubs.map { .target(name: $0) } + ["SwiftUI", kit[0], core],
            path: "App",
            exclude: ["Assets.xcassets", "Localizable.xcstrings", "PrivacyInfo.xcprivacy", "id.lproj", "en.lproj"]
        ),
    ]
    + stubs.filter { $0 != "PhotosUI" }.map {
        .target(
            name: $0, dependencies: $0 == "CoreTransferable" ? ["UniformTypeIdentifiers"] : [], path: "Stubs/\($0)",
            swiftSettings: [.swiftLanguageMode(.v5)])
    }

// A test is not kept from running by a mistake in the app.
let part = ProcessInfo.processInfo.environment["PAYUNG_PART"]

let package = Package(
    name: "LinuxCheck",
    dependencies: [.package(path: "../PayungKit"), .package(name: "PayungCore", path: "../../bindings/swift")],
    targets: part == "tests" ? tests : app,
    swiftLanguageModes: [.v6]
)
