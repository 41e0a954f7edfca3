import CodeGuard
import Testing

/// Files of TypeScript and JSX within limits.
@Suite struct SourceTransformationTests {
    private let files = [
        "Button.tsx": "import React from 'react'; export const Button = (p: P) => <b>{p.text}</b>;",
        "ui/Card.tsx":
            "import { Button } from '../Button'; import type { T } from './types'; export const Card = () => <Button/>;",
        "ui/types.ts": "export interface T { a: 1 }",
        "main.mts": "import { Card } from './ui/Card.tsx'; import './missing'; Card();",
    ]

    @Test func `several files become modules that import each other`() throws {
        let rewriting = try ImportRewriting(cdnBaseURL: "https://cdn.example", packageVersions: ["react": "18.2.0"])
        let outcome = try SourceTransformation(importRewriting: rewriting).transform(files)
        #expect(outcome.files.keys.sorted() == ["Button.js", "main.mjs", "ui/Card.js", "ui/types.js"])
        #expect(outcome.files["ui/Card.js"]?.contains("'../Button.js'") == true)
        #expect(outcome.files["main.mjs"]?.contains("'./ui/Card.js'") == true)
        #expect(outcome.files["Button.js"]?.contains("\"https://cdn.example/react@18.2.0\"") == true)
        #expect(outcome.dependencies == ["ui/Card.js": ["Button.js"], "main.mjs": ["ui/Card.js"]])
        #expect(outcome.order.firstIndex(of: "Button.js") ?? 9 < outcome.order.firstIndex(of: "ui/Card.js") ?? 0)
        #expect(outcome.warnings == ["main.mjs: `./missing` leads to no file"])
        #expect(outcome.rewrittenImports.map(\.original) == ["react"])
    }

    @Test func `circular imports are a warning`() throws {
        let outcome = try SourceTransformation().transform(["a.ts": "import './b'", "b.ts": "import './a'"])
        #expect(outcome.warnings == ["circular imports: a.js, b.js"] && outcome.order == ["a.js", "b.js"])
    }

    @Test(arguments: ["../a.ts", "/a.ts", "a.txt", "a b.ts", "a", "a.ts\u{0}", "a\\b.ts", "ä.ts"])
    func `a name that is none is an error`(name: String) {
        #expect(throws: SourceTransformation.Problem.self) { try SourceTransformation().transform([name: ""]) }
    }

    @Test func `limits hold for one file and for all`() throws {
        let strict = SourceTransformation(SourceTransformation.Limits(.strict))
        #expect(throws: SourceTransformation.Problem.self) { try strict.transform("let a: T", fileName: "a.ts") }
        #expect(try strict.transform("<a/>", fileName: "a.jsx") == "React.createElement(\"a\", null)")
        let long = String(repeating: "a;", count: 60 << 10)
        #expect(throws: SourceTransformation.Problem.self) { try strict.transform(long, fileName: "a.js") }
        let three = ["a.js": "", "b.js": "", "c.js": ""]
        #expect(try strict.transform(three).files.count == 3)
        #expect(throws: SourceTransformation.Problem.self) {
            try strict.transform(three.merging(["d.js": ""]) { $1 })
        }
        let half = String(repeating: "a;", count: 40 << 10)
        #expect(throws: SourceTransformation.Problem.self) {
            try strict.transform(["a.js": half, "b.js": half, "c.js": half])
        }
        #expect(throws: SourceTransformation.Problem.self) { try strict.transform(["a.js": "", "a.jsx": ""]) }
        #expect(throws: SourceTransformation.Problem.self) { try strict.transform("a\u{0}", fileName: "a.js") }
    }

    @Test func `file names lose folders and reserved characters`() {
        #expect(SourceTransformation.sanitized("../../etc/pass<wd>.tsx") == "etcpasswd.tsx")
        #expect(SourceTransformation.sanitized("...") == ".")
        #expect(SourceTransformation.sanitized("") == "input.tsx")
        #expect(SourceTransformation.sanitized(String(repeating: "é", count: 300) + ".ts").utf8.count <= 255)
    }
}
