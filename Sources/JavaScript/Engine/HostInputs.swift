// What a program learns of the outside without asking a tool: the time and random numbers. With the same inputs, a run
// is the same.
extension Execution {
    /// The time that `Date.now()` and `new Date()` answer until it is set again, in milliseconds since
    /// 1970-01-01T00:00:00Z. It is 0 before, and stands still while the program runs.
    package func setTime(milliseconds: Double) {
        realm.control.pointee.timeMilliseconds = milliseconds.isFinite ? milliseconds : 0
    }

    /// Seeds `Math.random()`. The seed is spread by SplitMix64, so that seeds next to each other do not resemble.
    package func setRandomSeed(_ seed: UInt64) {
        func mixed(_ state: UInt64) -> UInt64 {
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
        let golden: UInt64 = 0x9E37_79B9_7F4A_7C15
        realm.control.pointee.randomState = (mixed(seed &+ golden), mixed(seed &+ golden &* 2))
    }
}
