// swift-tools-version:6.1
// The module map. An arrow that is not here does not build; ARCHITECTURE.md explains it.
import PackageDescription

/// `ENCLAVE_ENGINE_ONLY=1 swift build` leaves out every target that needs a dependency from outside: the engine, the
/// guard and their tests then build in seconds. CONTRIBUTING.md says when that is useful.
let engineOnly = Context.environment["ENCLAVE_ENGINE_ONLY"] != nil

/// Packages that depend on this one by version may not meet unsafe flags; only its own checkout builds with them.
let isDependency = Context.packageDirectory.split(separator: "/").contains("checkouts")

let settings: [SwiftSetting] =
    [.swiftLanguageMode(.v6), .enableUpcomingFeature("InternalImportsByDefault")]
    + (isDependency ? [] : [.unsafeFlags(["-warnings-as-errors"], .when(configuration: .debug))])

/// The parser recurses as deep as `Parser.nestingLimit`, and frames without optimization are ten times as large: it is
/// optimized in debug builds too, with its assertions, so that tests may parse on threads with small stacks.
let optimizedSettings =
    settings
    + (isDependency
        ? []
        : [.unsafeFlags(["-O", "-assert-config", "Debug", "-wmo", "-num-threads", "2"], .when(configuration: .debug))])

let engineTargets: [Target] = [
    .target(name: "UnicodeData", swiftSettings: settings),
    .target(name: "JavaScriptSyntax", dependencies: ["UnicodeData"], swiftSettings: optimizedSettings),
    .target(
        name: "JavaScript", dependencies: ["JavaScriptSyntax", "UnicodeData"], exclude: ["Bytecode/Opcodes.def"],
        swiftSettings: settings + [.define("THREADED", .when(configuration: .release))]),
    .executableTarget(
        name: "Scripts", dependencies: ["JavaScript", "JavaScriptSyntax"], path: "Sources/Tools/Scripts",
        swiftSettings: settings),
    .testTarget(
        name: "JavaScriptTests", dependencies: ["JavaScript", "JavaScriptSyntax", "Scripts"], exclude: ["Scripts"],
        swiftSettings: settings),
    .target(name: "JSON", swiftSettings: settings),
    .testTarget(name: "JSONTests", dependencies: ["JSON"], swiftSettings: settings),
    .target(name: "CodeGuard", dependencies: ["JavaScriptSyntax", "JSON"], swiftSettings: optimizedSettings),
    .testTarget(
        name: "CodeGuardTests", dependencies: ["CodeGuard", "JavaScriptSyntax", "JSON"], swiftSettings: settings),
    .executableTarget(
        name: "Corpus", dependencies: ["CodeGuard", "JSON"], path: "Sources/Tools/Corpus", swiftSettings: settings),
    .executableTarget(
        name: "Fuzz", dependencies: ["CodeGuard", "JavaScriptSyntax"], path: "Sources/Tools/Fuzz",
        swiftSettings: settings),
    .target(
        name: "Sandbox", dependencies: ["CodeGuard", "JavaScript", "JavaScriptSyntax", "JSON"], swiftSettings: settings),
    .testTarget(name: "SandboxTests", dependencies: ["JSON", "Sandbox"], swiftSettings: settings),
    .executableTarget(
        name: "Test262", dependencies: ["JavaScript", "JavaScriptSyntax"], path: "Sources/Tools/Test262",
        swiftSettings: settings),
    .executableTarget(
        name: "Benchmark", dependencies: ["JavaScript", "JavaScriptSyntax", "Sandbox"], path: "Sources/Tools/Benchmark",
        swiftSettings: settings),
    .executableTarget(
        name: "Differential", dependencies: ["JavaScript", "JavaScriptSyntax"], path: "Sources/Tools/Differential",
        swiftSettings: settings),
    .executableTarget(name: "Opcodes", path: "Sources/Tools/Opcodes", swiftSettings: settings),
    .testTarget(
        name: "JavaScriptSyntaxTests", dependencies: ["JavaScriptSyntax"], exclude: ["Programs"],
        swiftSettings: settings),
    .testTarget(name: "UnicodeDataTests", dependencies: ["UnicodeData"], swiftSettings: settings),
    .executableTarget(name: "UnicodeTables", path: "Sources/Tools/UnicodeTables", swiftSettings: settings),
    .target(name: "Protocol", dependencies: ["JSON"], swiftSettings: settings),
    .testTarget(name: "ProtocolTests", dependencies: ["JSON", "Protocol"], swiftSettings: settings),
    .testTarget(name: "TidyTests", swiftSettings: settings),
]

/// Packages from outside; none of them is fetched for an engine-only build.
let outsidePackages: [Package.Dependency] = [
    .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
    .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-crypto", "3.12.3"..<"5.0.0"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
]

/// The links between brokers and runtimes.
let linkTargets: [Target] = [
    .systemLibrary(
        name: "CLibwebsockets", pkgConfig: "libwebsockets",
        providers: [.apt(["libwebsockets-dev", "libwebsockets-evlib-uv", "libuv1-dev", "libssl-dev"])]),
    .target(name: "Link", dependencies: ["CLibwebsockets"], swiftSettings: settings),
    .testTarget(name: "LinkTests", dependencies: ["Link"], swiftSettings: settings),
]

/// The worker.
let runtimeTargets: [Target] = [
    .target(
        name: "Runtime",
        dependencies: ["JSON", "Link", "Protocol", "Sandbox", .product(name: "Logging", package: "swift-log")],
        swiftSettings: settings),
    .testTarget(
        name: "RuntimeTests",
        dependencies: [
            "JSON", "Link", "Protocol", "Runtime", "Sandbox", .product(name: "Logging", package: "swift-log"),
        ],
        swiftSettings: settings),
]

/// What faces clients: sessions, tools, secrets.
let brokerTargets: [Target] = [
    .target(
        name: "SessionStore",
        dependencies: ["Protocol", .product(name: "DequeModule", package: "swift-collections")],
        swiftSettings: settings),
    .target(
        name: "Broker",
        dependencies: [
            "JSON", "Link", "Protocol", "SessionStore",
            .product(name: "AsyncHTTPClient", package: "async-http-client"),
            .product(name: "Crypto", package: "swift-crypto"),
            .product(name: "DequeModule", package: "swift-collections"),
            .product(name: "HTTPTypes", package: "swift-http-types"),
            .product(name: "Hummingbird", package: "hummingbird"),
            .product(name: "HummingbirdCore", package: "hummingbird"),
            .product(name: "Logging", package: "swift-log"),
            .product(name: "NIOCore", package: "swift-nio"),
            .product(name: "NIOFoundationCompat", package: "swift-nio"),
            .product(name: "NIOHTTP1", package: "swift-nio"),
            .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
            .product(name: "OrderedCollections", package: "swift-collections"),
            .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            .product(name: "Yams", package: "Yams"),
        ], swiftSettings: settings),
    .target(
        name: "ClientKit",
        dependencies: [
            "JSON", "Protocol",
            .product(name: "AsyncHTTPClient", package: "async-http-client"),
            .product(name: "NIOCore", package: "swift-nio"),
            .product(name: "NIOHTTP1", package: "swift-nio"),
            .product(name: "NIOPosix", package: "swift-nio"),
        ], swiftSettings: settings),
    .testTarget(
        name: "ClientKitTests",
        dependencies: [
            "ClientKit", "JSON", "Protocol",
            .product(name: "NIOCore", package: "swift-nio"),
            .product(name: "NIOPosix", package: "swift-nio"),
        ], swiftSettings: settings),
    .testTarget(name: "SessionStoreTests", dependencies: ["Protocol", "SessionStore"], swiftSettings: settings),
    .testTarget(
        name: "BrokerTests",
        dependencies: [
            "Broker", "JSON", "Link", "Protocol", "SessionStore",
            .product(name: "AsyncHTTPClient", package: "async-http-client"),
            .product(name: "HTTPTypes", package: "swift-http-types"),
            .product(name: "Hummingbird", package: "hummingbird"),
            .product(name: "Logging", package: "swift-log"),
            .product(name: "NIOCore", package: "swift-nio"),
            .product(name: "NIOEmbedded", package: "swift-nio"),
            .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
            .product(name: "NIOPosix", package: "swift-nio"),
            .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        ], swiftSettings: settings),
    .testTarget(
        name: "IntegrationTests",
        dependencies: [
            "Broker", "ClientKit", "JSON", "Link", "Protocol", "Runtime", "Sandbox",
            .product(name: "AsyncHTTPClient", package: "async-http-client"),
            .product(name: "Hummingbird", package: "hummingbird"),
            .product(name: "Logging", package: "swift-log"),
            .product(name: "NIOCore", package: "swift-nio"),
            .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        ], swiftSettings: settings),
]

/// The executable `enclave`.
let commandTargets: [Target] = [
    .executableTarget(
        name: "CLI",
        dependencies: [
            "Broker", "ClientKit", "CodeGuard", "JavaScript", "JavaScriptSyntax", "JSON", "Link", "Protocol",
            "Runtime",
            .product(name: "ArgumentParser", package: "swift-argument-parser"),
            .product(name: "Logging", package: "swift-log"),
            .product(name: "NIOCore", package: "swift-nio"),
            .product(name: "UnixSignals", package: "swift-service-lifecycle"),
        ], swiftSettings: settings),
    .testTarget(
        name: "CLITests",
        dependencies: [
            "CLI", "ClientKit", "JSON", "Protocol", .product(name: "ArgumentParser", package: "swift-argument-parser"),
        ], swiftSettings: settings),
]

let toolTargets: [Target] = [
    .executableTarget(
        name: "DemoTools",
        dependencies: [
            .product(name: "Hummingbird", package: "hummingbird"),
            .product(name: "ArgumentParser", package: "swift-argument-parser"),
            .product(name: "Logging", package: "swift-log"),
        ], path: "Sources/Tools/DemoTools", swiftSettings: settings),
    .testTarget(
        name: "DemoToolsTests",
        dependencies: [
            "DemoTools",
            .product(name: "Hummingbird", package: "hummingbird"),
            .product(name: "HummingbirdTesting", package: "hummingbird"),
        ], swiftSettings: settings),
]

/// What needs packages from outside.
let outsideProducts: [Product] = [
    .executable(name: "enclave", targets: ["CLI"]),
    .library(name: "Broker", targets: ["Broker"]),
    .library(name: "ClientKit", targets: ["ClientKit"]),
]

let package = Package(
    name: "enclave",
    products: [.library(name: "Sandbox", targets: ["Sandbox"])] + (engineOnly ? [] : outsideProducts),
    dependencies: engineOnly ? [] : outsidePackages,
    targets: engineTargets
        + (engineOnly ? [] : linkTargets + runtimeTargets + brokerTargets + commandTargets + toolTargets)
)
