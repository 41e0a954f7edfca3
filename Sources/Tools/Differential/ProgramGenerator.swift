/// Makes a program from a seed: fourteen statements, nested a few levels deep, that print what they compute.
struct ProgramGenerator {
    private var state: UInt64
    var depth = 0
    var variables: [String] = []
    var functions: [String] = []
    private var nameCount = 0

    private init(seed: UInt64) {
        // Far from the sequences of the seeds beside it.
        state = seed &* 0xD6E8_FEB8_6659_FD93
        state ^= state >> 32
    }

    /// The program of a seed.
    static func program(seed: UInt64) -> String {
        var generator = ProgramGenerator(seed: seed)
        let body = (0..<14).map { _ in generator.statement() }.joined(separator: "\n")
        return "try {\n\(body)\n} catch (e) { out(\"end \" + (e instanceof Error ? e.name : show(e))); }\n"
    }

    // MARK: Chance

    /// A number below `bound`. SplitMix64: Steele, Lea and Flood, OOPSLA 2014.
    mutating func below(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return Int((z ^ z >> 31) % UInt64(bound))
    }

    mutating func pick(_ choices: String...) -> String { choices[below(choices.count)] }

    mutating func pick(from choices: [String]) -> String { choices[below(choices.count)] }

    // MARK: Names

    mutating func freshName() -> String {
        nameCount += 1
        return "v\(nameCount)"
    }

    mutating func variable() -> String { variables.isEmpty ? primitive() : pick(from: variables) }

    /// What is declared within `body` is not seen behind it.
    mutating func scoped<Result>(_ body: (inout Self) -> Result) -> Result {
        let (variables, functions) = (variables, functions)
        defer { (self.variables, self.functions) = (variables, functions) }
        return body(&self)
    }
}
