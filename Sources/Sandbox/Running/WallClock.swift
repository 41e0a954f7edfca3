internal import Foundation

/// The machine's calendar time.
enum WallClock {
    /// Whole milliseconds since 1970.
    static var milliseconds: Double { (Date().timeIntervalSince1970 * 1000).rounded(.down) }
}
