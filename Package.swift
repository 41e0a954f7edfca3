// swift-tools-version:6.1
// The module map. An arrow that is not here does not build; ARCHITECTURE.md explains it.
import PackageDescription

/// `ENCLAVE_ENGINE_ONLY=1 swift build` leaves out every target that needs a dependency from outside: the engine, the
/// guard and their tests then build in seconds. CONTRIBUTING.md says when that is useful.
let engineOnly = Context.environment["ENCLAVE_ENGINE_ONLY"] != nil

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .unsafeFlags(["-warnings-as-errors"], .when(configuration: .debug)),
]

let engineTargets: [Target] = [
    .target(name: "UnicodeData", swiftSettings: settings),
    .target(name: "JavaScriptSyntax", dependencies: ["UnicodeData"], swiftSettings: settings),
    .testTarget(name: "TidyTests", swiftSettings: settings),
]

let package = Package(
    name: "enclave",
    products: [],
    dependencies: [],
    targets: engineTargets
)
