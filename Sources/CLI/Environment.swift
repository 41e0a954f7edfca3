internal import Foundation

/// An environment variable of this process.
func environmentValue(_ name: String) -> String? { ProcessInfo.processInfo.environment[name] }
