// swift-tools-version: 6.0
import PackageDescription

// Type-checks ios/App on Linux against stubs of Apple's modules: what we read of their API, written down by hand. It proves that the
// app agrees with that reading and with PayungKit. It builds nothing for iOS. App is a symbolic link, since SwiftPM refuses
// a target's path outside its package.
let stubs = ["UIKit", "AVFoundation", "PhotosUI", "UserNotifications", "BackgroundTasks", "LocalAuthentication", "Security", "Network"]

let package = Package(
    name: "LinuxCheck",
    dependencies: [.package(path: "../PayungKit"), .package(name: "PayungCore", path: "../../bindings/swift")],
    targets: [
        .target(name: "SwiftUI", dependencies: ["UIKit"], path: "Stubs/SwiftUI", swiftSettings: [.swiftLanguageMode(.v5)]),
        .target(name: "PhotosUI", dependencies: ["SwiftUI"], path: "Stubs/PhotosUI", swiftSettings: [.swiftLanguageMode(.v5)]),
        .target(
            name: "App",
            dependencies: stubs.map { .target(name: $0) } + [
                "SwiftUI", .product(name: "PayungKit", package: "PayungKit"), .product(name: "PayungCore", package: "PayungCore"),
            ],
            path: "App",
            exclude: ["Assets.xcassets", "Localizable.xcstrings", "PrivacyInfo.xcprivacy", "id.lproj", "en.lproj"]
        ),
    ]
        + stubs.filter { $0 != "PhotosUI" }.map {
            .target(name: $0, path: "Stubs/\($0)", swiftSettings: [.swiftLanguageMode(.v5)])
        },
    swiftLanguageModes: [.v6]
)
