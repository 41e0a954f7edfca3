import CodeGuard
import Foundation
import JavaScriptSyntax

/// How time and memory grow with the size of hostile texts.
enum Scaling {
    /// A shape: `count` pieces of about one unit of text.
    private struct Shape: Sendable {
        let name: String
        let make: @Sendable (Int) -> [UInt8]

        init(_ name: String, _ make: @escaping @Sendable (Int) -> [UInt8]) {
            self.name = name
            self.make = make
        }

        /// `prefix`, then a piece again and again, then `suffix`.
        init(_ name: String, repeating piece: String, after prefix: String = "", before suffix: String = "") {
            self.init(name) { size in
                let unit = Array(piece.utf8)
                var text = Array(prefix.utf8)
                text.reserveCapacity(size + 64)
                while text.count < size { text += unit }
                return text + Array(suffix.utf8)
            }
        }
    }

    private static let shapes: [Shape] = [
        Shape("open parentheses", repeating: "("), Shape("nested arrays", repeating: "["),
        Shape("balanced parentheses", repeating: "()=>0;"),
        Shape("statements", repeating: "{ const {a, b: [c]} = await callTool('x:y', {limit: 5}); }\n"),
        Shape("sums", repeating: "+b", after: "a=1"), Shape("string sums", repeating: "+'b'", after: "a=''"),
        Shape("accesses", repeating: ".b[c](d)", after: "a"),
        Shape("computed keys", repeating: "x['con'+'structor'];"),
        Shape("conditional keys", repeating: "?b:c", after: "x[a", before: "]"),
        Shape("logical keys", repeating: "||'constructor'", after: "x[''", before: "]"),
        Shape("else if", repeating: "else if(a){}", after: "if(a){}"),
        Shape("slashes on one line", repeating: "=/["), Shape("divisions", repeating: "/b", after: "a"),
        Shape("regular expressions", repeating: "/(a+)b/;"),
        Shape("unknown names", repeating: "q;"), Shape("empty statements", repeating: ";"),
        Shape("holes", repeating: ",", after: "x=[", before: "]"),
        Shape("local sums", repeating: "+b", after: "let b;a=b"),
        Shape("local names", repeating: "b;", after: "let b;"),
        Shape("fields", repeating: "a;", after: "class A{", before: "}"),
        Shape("using functions", repeating: "()=>b;", after: "let b;"),
        Shape("distinct names") { size in
            Array((0..<size / 8).lazy.map { "v\($0)," }.joined().utf8) + Array("z".utf8)
        },
        Shape("declarations") { size in Array((0..<size / 16).lazy.map { "let w\($0)=u;" }.joined().utf8) },
        Shape("aliases") { size in
            Array("let a0=eval;".utf8) + Array((0..<size / 14).lazy.map { "let a\($0 + 1)=a\($0);" }.joined().utf8)
        },
        Shape("constants") { size in
            Array("const a0='x';".utf8)
                + Array((0..<size / 18).lazy.map { "const a\($0 + 1)=a\($0)+'';k[a\($0)];" }.joined().utf8)
        },
        Shape("call targets in patterns", repeating: "[callTool],", after: "var [", before: "]=a"),
        Shape("unreachable blocks", repeating: "{throw a;b}", after: "{return;", before: "}"),
        Shape("templates", repeating: "`${a}`;"),
        Shape("one string", repeating: "ab", after: "'", before: "'"), Shape("comments", repeating: "/* a */"),
        Shape("homographs", repeating: "\u{430}", after: "'", before: "'"),
        Shape("invalid UTF-8") { Array(repeating: 0xFF, count: $0) }, Shape("NULs") { Array(repeating: 0, count: $0) },
        Shape("lone surrogates") { size in Array(repeatElement([0xED, 0xA0, 0x80], count: size / 3).joined()) },
        Shape("loops", repeating: "for(const a of b)c(a);", after: "for(const a of b){", before: "}"),
        Shape("tool calls", repeating: "callTool('a:b',{c:1});"),
        Shape("arrow chain", repeating: "a=>"), Shape("objects", repeating: "a:{b:1},", after: "x={", before: "}"),
    ]

    /// The densest texts that the grammar allows: three nodes for two bytes, a function for five, a variable for three.
    private static let densestShapes = [
        Shape("shorthand properties", repeating: "a,", after: "x={", before: "}"),
        Shape("shorthand patterns", repeating: "a,", after: "var{", before: "}=x"),
        Shape("tagged templates", repeating: "``", after: "a"),
        Shape("blocks", repeating: "{}"), Shape("blocks with names", repeating: "{let a}"),
        Shape("tiny arrows", repeating: "a=>0,", after: "x=[", before: "]"),
        Shape("using arrows", repeating: "()=>a+b+c;", after: "let a;{let b;{let c;", before: "}}"),
        Shape("tiny methods", repeating: "a(){},", after: "x={", before: "}"),
        Shape("tiny class methods", repeating: "a(){}", after: "class A{", before: "}"),
        Shape("super properties", repeating: "a(){super.b},", after: "x={", before: "}"),
        Shape("tiny classes", repeating: "class{},", after: "x=[", before: "]"),
        Shape("derived classes", repeating: "class extends a{b=0;static c=0},", after: "x=[", before: "]"),
        Shape("computed fields", repeating: "[a];", after: "class A{", before: "}"),
        Shape("own arguments", repeating: "function(){arguments},", after: "x=[", before: "]"),
        Shape("defaults", repeating: "(a=0)=>{},", after: "x=[", before: "]"),
        Shape("catches", repeating: "try{}catch(a){}"), Shape("switches", repeating: "switch(a){}"),
        Shape("assignments", repeating: "a=0;", after: "let a;"),
        Shape(
            "parameters", repeating: "(a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s,t,u,v,w,y,z)=>0,", after: "x=[",
            before: "]"),
        Shape("short names") { size in shortNames(size, "x=[", ",", "]") },
        Shape("short variables") { size in shortNames(size, "var ", ",", "") },
        Shape("short properties") { size in shortNames(size, "var{", ",", "}=x") },
        Shape("short private names") { size in shortNames(size, "class A{#", ";#", "}") },
        Shape("short strings") { size in shortNames(size, "x=['", "','", "']") },
    ]

    /// As many distinct names of four letters as fill a text, with something between each two. The first letter is a
    /// capital one, so that none is a keyword.
    private static func shortNames(_ size: Int, _ prefix: String, _ separator: String, _ suffix: String) -> [UInt8] {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ_$abcdefghijklmnopqrstuvwxyz".utf8)
        var text = Array(prefix.utf8)
        var number = 0
        while text.count < size {
            if number > 0 { text += Array(separator.utf8) }
            var rest = number
            for count in [28, letters.count, letters.count, letters.count] {
                text.append(letters[rest % count])
                rest /= count
            }
            number += 1
        }
        return text + Array(suffix.utf8)
    }

    /// Largest exponent that counts as linear: times are noisy, and large tables leave the caches of a processor.
    private static let exponentMax = 1.3
    /// Most bytes of memory for each byte of text.
    private static let memoryRatioMax = 40.0
    private static let unit = 1 << 20

    /// Whether every shape grows linearly.
    static func run(_ filter: String?) -> Bool {
        var isLinear = true
        returnFreedMemory()
        Fuzz.say(
            "shape | 1 MiB ms | 2 MiB ms | 4 MiB ms | 8 MiB ms | exponent | memory bytes for each byte | of which parsing | verdict"
        )
        for profile in GuardProfile.allCases {
            for shape in shapes + densestShapes where filter.map(shape.name.contains) ?? true {
                let row = measure(shape, profile)
                isLinear = isLinear && row.isLinear
                Fuzz.say("\(profile.rawValue): \(shape.name) | \(row.text)")
            }
        }
        return isLinear
    }

    private static func measure(_ shape: Shape, _ profile: GuardProfile) -> (isLinear: Bool, text: String) {
        var policy = GuardPolicy(profile: profile, preset: .agentscript)
        policy.preScan = .off
        policy.scoring = ScoringPolicy()
        policy.customRules = RuleCatalog.entries.map(\.rule)
        let checker = CodeGuard(policy)
        var times: [Double] = []
        var memory = 0.0
        var parsing = 0.0
        var outcome = ""
        // What is made once for the process is no memory of a text.
        _ = checker.check(utf8: shape.make(1_024))
        for factor in [1, 2, 4, 8] {
            let text = shape.make(unit * factor)
            let atRest = resetPeakMemory()
            _ = try? Parser.parse(SourceText(utf8: text), kind: .asyncFunctionBody)
            parsing = max(parsing, Double(peakMemory() - atRest) / Double(text.count))
            let before = resetPeakMemory()
            var best = Double.infinity
            for _ in 0..<3 {
                let start = Fuzz.processSeconds()
                let verdict = checker.check(utf8: text)
                best = min(best, Fuzz.processSeconds() - start)
                outcome = verdict.issues.first?.code.rawValue ?? "valid"
            }
            times.append(best * 1_000)
            memory = max(memory, Double(peakMemory() - before) / Double(text.count))
        }
        let exponent = exponent(of: times)
        let isLinear = exponent <= exponentMax
        let isBounded = max(memory, parsing) <= memoryRatioMax
        let flags = (isLinear ? "" : " NOT LINEAR") + (isBounded ? "" : " TOO MUCH MEMORY")
        let cells =
            times.map { String(format: "%.2f", $0) } + [
                String(format: "%.2f", exponent), String(format: "%.1f", memory),
                String(format: "%.1f", parsing),
                outcome + flags,
            ]
        return (isLinear && isBounded, cells.joined(separator: " | "))
    }

    /// The slope of the logarithms of four times over those of their sizes, each size twice the one before (least
    /// squares).
    private static func exponent(of times: [Double]) -> Double {
        let logarithms = times.map { log2(max($0, 0.01)) }
        return (3 * (logarithms[3] - logarithms[0]) + logarithms[2] - logarithms[1]) / 10
    }

    // MARK: Memory

    /// Begins this process again under an allocator that gives memory back to the system when it is freed, so that each
    /// check starts from the same memory, and pays for it.
    private static func returnFreedMemory() {
        let settings = ["MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_"]
        if settings.allSatisfy({ getenv($0) != nil }) { return }
        for setting in settings { setenv(setting, "131072", 1) }
        var arguments = CommandLine.arguments.map { strdup($0) } + [nil]
        execv("/proc/self/exe", &arguments)
        Fuzz.say("memory is measured too low: \(String(cString: strerror(errno)))")
    }

    /// Resident bytes now; the peak is counted from here on.
    private static func resetPeakMemory() -> Int {
        if let file = FileHandle(forWritingAtPath: "/proc/self/clear_refs") { file.write(Data("5".utf8)) }
        return status("VmRSS:")
    }

    private static func peakMemory() -> Int { status("VmHWM:") }

    private static func status(_ field: String) -> Int {
        guard let text = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
            let line = text.split(separator: "\n").first(where: { $0.hasPrefix(field) })
        else { return 0 }
        return (Int(line.split(whereSeparator: \.isWhitespace).dropFirst().first ?? "") ?? 0) * 1_024
    }
}
