/// The catalog as Markdown: what `Rules.md` in the documentation holds.
extension RuleCatalog {
    /// The page, with one table row for each rule.
    package static func markdown() -> String {
        var text = """
            # Rules

            Every rule of layer 1. `Tests/CodeGuardTests` writes this page from `RuleCatalog` and runs each example; a
            page that differs from the catalog fails. Unless a preset says otherwise, issues are errors.

            ## Table

            | rule | for | codes | presets | options | rejected | accepted |
            |---|---|---|---|---|---|---|

            """
        for entry in entries {
            let cells = [
                "`\(entry.name)`", entry.purpose, entry.codes.map { "`\($0.rawValue)`" }.joined(separator: " "),
                presets(with: entry.name), entry.options,
                entry.rejected.first.map { code($0.source) } ?? "", entry.accepted.first.map(code) ?? "",
            ]
            text += "| " + cells.joined(separator: " | ") + " |\n"
        }
        text += "\n## All examples\n"
        for entry in entries {
            text += "\n### \(entry.name)\n\n"
            for example in entry.rejected {
                let codes = example.codes.map { "`\($0.rawValue)`" }.joined(separator: ", ")
                text += "- rejected: \(code(example.source)) (\(codes))\n"
            }
            for source in entry.accepted { text += "- accepted: \(code(source))\n" }
        }
        return text
    }

    /// Source as a code span of a table: characters that deceive are escaped.
    private static func code(_ source: String) -> String {
        var shown = ""
        for scalar in source.unicodeScalars {
            if scalar == "|" {
                shown += "\\|"
            } else if scalar.isASCII {
                shown.unicodeScalars.append(scalar)
            } else {
                shown += UnicodeHazards.codePointName(scalar.value)
            }
        }
        return source.contains("`") ? "`` \(shown) ``" : "`\(shown)`"
    }

    /// The presets that hold a rule without being asked to.
    private static func presets(with name: String) -> String {
        let names = GuardPreset.allCases.filter { preset in
            preset != .none && CodeGuard(GuardPolicy(preset: preset)).ruleNames.contains(name)
        }
        return names.isEmpty ? "none" : names.map(\.rawValue).joined(separator: ", ")
    }
}
