/// Turns files of TypeScript, JSX and JavaScript into modules of JavaScript, within limits.
package struct SourceTransformation: Sendable {
    /// Sizes in UTF-8 bytes.
    package struct Limits: Sendable, Hashable {
        /// Longest file.
        package var inputBytesMax: Int
        /// Longest result of one file.
        package var outputBytesMax: Int
        /// Most files at once.
        package var filesMax: Int
        /// All files together.
        package var totalInputBytesMax: Int
        /// All results together.
        package var totalOutputBytesMax: Int
        /// Whether types are erased; else `.ts` and `.tsx` are refused.
        package var allowsTypeScript: Bool

        /// The limits of a level.
        package init(_ level: GuardLevel) {
            let kilobyte = 1 << 10
            let megabyte = 1 << 20
            switch level {
            case .strict: self.init(100 * kilobyte, 500 * kilobyte, 3, 200 * kilobyte, megabyte, false)
            case .secure: self.init(500 * kilobyte, 2 * megabyte, 10, megabyte, 5 * megabyte, true)
            case .standard: self.init(megabyte, 5 * megabyte, 25, 5 * megabyte, 25 * megabyte, true)
            case .permissive: self.init(5 * megabyte, 25 * megabyte, 100, 25 * megabyte, 125 * megabyte, true)
            }
        }

        private init(_ input: Int, _ output: Int, _ files: Int, _ inputs: Int, _ outputs: Int, _ allowsTypeScript: Bool)
        {
            inputBytesMax = input
            outputBytesMax = output
            filesMax = files
            totalInputBytesMax = inputs
            totalOutputBytesMax = outputs
            self.allowsTypeScript = allowsTypeScript
        }
    }

    /// Why there is no result.
    package struct Problem: Error, Hashable, CustomStringConvertible {
        package let description: String
    }

    /// The files after a transformation.
    package struct Outcome: Sendable, Hashable {
        /// JavaScript by its file's new name.
        package internal(set) var files: [String: String] = [:]
        /// New names, each after those it imports, as far as imports are not circular.
        package internal(set) var order: [String] = []
        /// The local files that each file imports, by new name.
        package internal(set) var dependencies: [String: [String]] = [:]
        /// Imports that lead nowhere or in a circle.
        package internal(set) var warnings: [String] = []
        /// Imports of packages that were pointed elsewhere.
        package internal(set) var rewrittenImports: [ImportRewriting.Rewrite] = []
    }

    private let limits: Limits
    private let importRewriting: ImportRewriting?

    package init(_ limits: Limits = Limits(.standard), importRewriting: ImportRewriting? = nil) {
        self.limits = limits
        self.importRewriting = importRewriting
    }

    private static let extensions = [
        "ts": "js", "tsx": "js", "js": "js", "jsx": "js", "mts": "mjs", "mjs": "mjs", "cts": "cjs", "cjs": "cjs",
    ]

    // MARK: One file

    /// The JavaScript of one text; `fileName` decides whether it may hold types and JSX.
    package func transform(_ code: String, fileName: String = "input.tsx") throws(Problem) -> String {
        try transformed(code, SourceTransformation.sanitized(fileName)).code
    }

    /// A file's name without folders, `..` and reserved characters; at most 255 bytes.
    package static func sanitized(_ fileName: String) -> String {
        let kept = fileName.unicodeScalars.filter {
            $0.value > 0x20 && $0.value != 0x7F && !"/\\<>:\"|?*".unicodeScalars.contains($0)
        }
        var name = String(String.UnicodeScalarView(kept))
        while let dots = name.firstRange(of: "..") { name.removeSubrange(dots) }
        while name.utf8.count > 255 { name.removeFirst() }
        return name.isEmpty ? "input.tsx" : name
    }

    private func transformed(
        _ code: String, _ fileName: String
    ) throws(Problem) -> (code: String, imports: [ImportRewriting.Rewrite]) {
        if code.utf8.contains(0) { throw Problem(description: "Transform failed: NUL in \(fileName)") }
        if code.utf8.count > limits.inputBytesMax {
            throw Problem(
                description:
                    "Transform failed: \(fileName) has \(code.utf8.count) bytes, \(limits.inputBytesMax) allowed")
        }
        let ending = SourceTransformation.ending(fileName)
        let isTyped = ending.hasSuffix("ts") || ending == "tsx"
        if isTyped, !limits.allowsTypeScript {
            throw Problem(description: "Transform failed: TypeScript is not allowed here")
        }
        do {
            var result = code
            if isTyped || ending == "jsx" {
                result = try TypeScriptEraser.erase(code, allowsJSX: ending == "tsx" || ending == "jsx")
            }
            var imports: [ImportRewriting.Rewrite] = []
            if let importRewriting {
                let outcome = try importRewriting.rewrite(result)
                (result, imports) = (outcome.code, outcome.rewritten)
            }
            if result.utf8.count > limits.outputBytesMax {
                throw Problem(description: "Transform failed: the result of \(fileName) is too long")
            }
            return (result, imports)
        } catch let problem as Problem {
            throw problem
        } catch {
            throw Problem(description: "Transform failed: \(fileName): \(error)")
        }
    }

    private static func ending(_ name: String) -> String {
        name.lastIndex(of: ".").map { String(name[name.index(after: $0)...]) } ?? ""
    }

    // MARK: Several files

    /// The JavaScript of several files, with local imports pointing at the results.
    package func transform(_ files: [String: String]) throws(Problem) -> Outcome {
        try checkTotals(files)
        var outcome = Outcome()
        var total = 0
        for (name, code) in files.sorted(by: { $0.key < $1.key }) {
            try SourceTransformation.checkName(name)
            let result = try transformed(code, name)
            let newName = SourceTransformation.newName(name)
            if outcome.files[newName] != nil { throw Problem(description: "two files become \(newName)") }
            outcome.rewrittenImports += result.imports
            let linked = try link(result.code, from: newName, files, &outcome)
            total += linked.utf8.count
            if total > limits.totalOutputBytesMax { throw Problem(description: "the results are too long together") }
            outcome.files[newName] = linked
        }
        order(&outcome)
        return outcome
    }

    private func checkTotals(_ files: [String: String]) throws(Problem) {
        if files.count > limits.filesMax {
            throw Problem(description: "\(files.count) files, \(limits.filesMax) allowed")
        }
        let total = files.values.reduce(0) { $0 + $1.utf8.count }
        if total > limits.totalInputBytesMax {
            throw Problem(description: "\(total) bytes of files, \(limits.totalInputBytesMax) allowed")
        }
    }

    private static func checkName(_ name: String) throws(Problem) {
        let isPlain = name.utf8.allSatisfy {
            switch $0 {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x2D, 0x2E, 0x2F: true
            default: false
            }
        }
        if !isPlain || name.hasPrefix("/") || name.contains("..") || extensions[ending(name)] == nil
            || name.utf8.count > 255
        {
            throw Problem(description: "`\(name.prefix(100))` is no name for a source file")
        }
    }

    private static func newName(_ name: String) -> String {
        let ending = ending(name)
        return String(name.dropLast(ending.utf8.count)) + (extensions[ending] ?? ending)
    }

    /// Points local imports at the new names, and notes them.
    private func link(
        _ code: String, from name: String, _ files: [String: String], _ outcome: inout Outcome
    ) throws(Problem) -> String {
        do {
            let linked = try LocalImports.rewrite(code) { specifier in
                let path = SourceTransformation.resolve(specifier, from: name)
                let candidates = [path] + SourceTransformation.extensions.keys.sorted().map { "\(path).\($0)" }
                let target = candidates.first { files[$0] != nil }
                guard let target else {
                    outcome.warnings.append("\(name): `\(specifier)` leads to no file")
                    return SourceTransformation.extensions[SourceTransformation.ending(path)] == nil
                        ? specifier + ".js" : nil
                }
                let found = SourceTransformation.newName(target)
                outcome.dependencies[name, default: []].append(found)
                let hasEnding =
                    SourceTransformation.extensions[SourceTransformation.ending(specifier)] != nil && target == path
                let stem =
                    hasEnding
                    ? String(specifier.dropLast(SourceTransformation.ending(specifier).utf8.count + 1)) : specifier
                return stem + "." + SourceTransformation.ending(found)
            }
            return linked
        } catch {
            throw Problem(description: "Transform failed: \(name): \(error)")
        }
    }

    /// The path of a relative specifier.
    private static func resolve(_ specifier: String, from name: String) -> String {
        var folders = name.split(separator: "/").dropLast().map(String.init)
        for part in specifier.split(separator: "/") {
            if part == ".." {
                if !folders.isEmpty { folders.removeLast() }
            } else if part != "." {
                folders.append(String(part))
            }
        }
        return folders.joined(separator: "/")
    }

    /// Sorts the files so that each comes after what it imports. Files are few: `Limits.filesMax`.
    private func order(_ outcome: inout Outcome) {
        var done: Set<String> = []
        var left = outcome.files.keys.sorted()
        while !left.isEmpty {
            let ready = left.filter { name in
                (outcome.dependencies[name] ?? []).allSatisfy { done.contains($0) || $0 == name }
            }
            if ready.isEmpty {
                outcome.warnings.append("circular imports: \(left.joined(separator: ", "))")
                outcome.order += left
                return
            }
            outcome.order += ready
            done.formUnion(ready)
            left.removeAll(where: done.contains)
        }
    }
}
