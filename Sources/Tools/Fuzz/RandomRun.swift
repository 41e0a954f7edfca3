import CodeGuard
import Foundation
import JavaScriptSyntax

/// Random texts, each determined by a seed and an index.
struct RandomRun {
    private let programs: [[UInt8]]
    private let seed: UInt64
    private let first: UInt64
    private let guards: [CodeGuard]

    /// Seconds of CPU that a check of one of these texts, at most 64 KiB, may take.
    private static let secondsMax = 1.0

    private static let builtIn = [
        "const users = await callTool('users:list', {limit: 10});\nfor (const u of users.items) { if (u.active) { total += u.n } }\nreturn {total};",
        "const {a: {b = 1, ...c}, [d]: e} = f; ({x, y} = z); [p, , ...q] = r; label: for (;;) { continue label }",
        "class A extends B { #p = 1; static { this.q = A } get [k]() { return super.k ?? this.#p } static async *m() {} }",
        "`a${b}${`c${d}`}` + /[/]\\/(a+)+$/gi.test(x) ? y?.z?.[w](...v) : async ({n}, [m] = []) => { await 0 }",
        "x['con' + 'structor'][String.fromCharCode(99)] = eval; new Function(`a`); Array(9e9).fill(0).join(); 2n ** 3n",
        "switch (a) { case 1: default: try { throw {} } catch { } finally { with (o) { do { b-- } while (!0) } } }",
        "interface A<T> extends B { x?: T[] } const f = async <T,>(a: A<T>, b?: number): Promise<T> => a.x![0] as T;",
        "abstract class C<T> extends D<T> implements E { constructor(private x: T) { super() } get y(): T { return this.x! } }",
        "enum F { A, B = 'b' } const g = (p: { q: string }) => <G.H a={p} b='c' {...d}>t {e ? (f) : <i/>}<></></G.H>;",
    ]

    init(_ programs: [[UInt8]], seed: UInt64, first: UInt64) {
        self.programs = programs + RandomRun.builtIn.map { Array($0.utf8) }
        self.seed = seed
        self.first = first
        guards = GuardProfile.allCases.flatMap { profile in
            GuardPreset.allCases.flatMap { preset in
                [ProgramForm.agentProgram, .script, .module].flatMap { form in
                    [PreScanPolicy.automatic, .off].map { preScan in
                        var policy = GuardPolicy(profile: profile, preset: preset)
                        policy.form = form
                        policy.preScan = preScan
                        policy.scoring = ScoringPolicy()
                        policy.customRules = RuleCatalog.entries.map(\.rule)
                        return CodeGuard(policy)
                    }
                }
            }
        }
    }

    /// Whether no check took too long.
    func run(seconds: Double) -> Bool {
        let end = Date(timeIntervalSinceNow: seconds)
        var index = first
        var valid = 0
        var slow = 0
        var report = Date()
        while Date() < end {
            var random = SplitMix(seed: seed &+ index &* 0x9E37_79B9)
            let text = makeText(&random)
            let start = Fuzz.processSeconds()
            let verdict = guards[Int(random.next() % UInt64(guards.count))].check(utf8: text)
            _ = verdict.humanReport(fileName: "fuzz.js")
            _ = try? verdict.json().reportText()
            // What the parser accepts is also transformed; a syntax error is as good an answer.
            if verdict.tree != nil { _ = try? ProgramTransformation.transformed(verdict.source.text, .complete) }
            _ = try? TypeScriptEraser.erase(String(decoding: text, as: UTF8.self), allowsJSX: index % 2 == 0)
            let taken = Fuzz.processSeconds() - start
            if verdict.isValid { valid += 1 }
            if taken > RandomRun.secondsMax {
                slow += 1
                Fuzz.say("slow: seed \(seed) index \(index): \(taken) s for \(text.count) bytes")
            }
            index += 1
            if Date().timeIntervalSince(report) > 10 {
                report = Date()
                Fuzz.say("seed \(seed) index \(index): \(valid) valid, \(slow) slow")
            }
        }
        Fuzz.say("\(index - first) texts, \(valid) valid, \(slow) slow (seed \(seed), from \(first))")
        return slow == 0
    }

    // MARK: Texts

    private static let tokens = [
        "(", ")", "[", "]", "{", "}", "`", "${", "'", "\"", "/", "//", "/*", "*/", "=>", "=", "+", "...", "?.", ";",
        ",", ":",
        "async ", "await ", "function ", "class ", "const ", "let ", "eval", "constructor", "callTool", "this", "new ",
        "return ", "for ", "of ", "in ", "while ", "0", "1n", "\\u0061", "\u{202E}", "\u{430}", "\u{200B}", "#p",
        "import ",
        "export ", "default ", "get ", "static ", "yield ", "\n", " ", "x", "__ag_y", "'a'", "/(a+)+/", "\u{0}",
        "if (a) ",
    ].map { Array($0.utf8) }

    private func makeText(_ random: inout SplitMix) -> [UInt8] {
        switch random.next() % 8 {
        case 0: return (0..<random.below(600)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        case 1: return (0..<random.below(300)).flatMap { _ in RandomRun.tokens[random.below(RandomRun.tokens.count)] }
        case 2:
            let unit = RandomRun.tokens[random.below(RandomRun.tokens.count)]
            let other = RandomRun.tokens[random.below(RandomRun.tokens.count)]
            return Array(repeatElement(unit + other, count: random.below(8_000)).joined().prefix(65_536))
        case 3:
            let program = programs[random.below(programs.count)]
            return Array(program.prefix(random.below(program.count + 1)))
        default: return mutate(programs[random.below(programs.count)], &random)
        }
    }

    private func mutate(_ program: [UInt8], _ random: inout SplitMix) -> [UInt8] {
        var text = Array(program.prefix(65_536))
        for _ in 0...random.below(6) {
            let place = random.below(text.count + 1)
            switch random.next() % 5 {
            case 0: text.insert(contentsOf: RandomRun.tokens[random.below(RandomRun.tokens.count)], at: place)
            case 1: text.removeSubrange(place..<min(text.count, place + random.below(12)))
            case 2: if place < text.count { text[place] = UInt8(truncatingIfNeeded: random.next()) }
            case 3:
                let from = random.below(text.count + 1)
                text.insert(contentsOf: Array(text[from..<min(text.count, from + random.below(40))]), at: place)
            default:
                let other = programs[random.below(programs.count)]
                let from = random.below(other.count + 1)
                text.insert(contentsOf: other[from..<min(other.count, from + random.below(200))], at: place)
            }
        }
        return text
    }
}

/// A small generator whose numbers are the same on every machine (SplitMix64).
struct SplitMix {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    /// A number from zero up to, and without, `bound`; zero for a bound below one.
    mutating func below(_ bound: Int) -> Int { bound < 1 ? 0 : Int(next() % UInt64(bound)) }
}
