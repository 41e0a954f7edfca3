import JavaScriptSyntax
import Testing

@testable import JavaScript

/// A stopped execution continues in another arena, at another address, with the same result and the same fuel.
@Suite struct RelocationTests {
    private static let source = """
        async function step(n) { return n + 1; }
        function* numbers() { for (let i = 0; i < 40; i++) yield i; }
        let total = 0;
        for (const n of numbers()) total += await step(n);
        const parts = [3, 1, 2].map((x) => ({ x }));
        print(total, parts[1].x);
        return total;
        """

    @Test func `an execution that is moved after every slice finishes as if it had stayed`() throws {
        let program = try Program.compile(SourceText(Self.source), name: "moved.js", kind: .asyncFunctionBody)
        let (stayed, fuel) = try run(program, slice: .max)
        let (moved, movedFuel) = try run(program, slice: 97)
        #expect(stayed == ["820 1"])
        #expect(moved == stayed)
        #expect(movedFuel == fuel)
    }

    private func run(_ program: Program, slice: Int) throws -> ([String], Int) {
        let pool = ArenaPool()
        var execution = try #require(Execution(pool: pool))
        var lines: [String] = []
        execution.onPrint { lines.append($0) }
        execution.start(program)
        var kept: [Execution] = []
        while execution.run(slice: slice) == .outOfSlice {
            kept = [execution]
            execution = try Execution(image: execution.image(), program: program, pool: pool)
            execution.onPrint { lines.append($0) }
            #expect(execution.arena.base != kept[0].arena.base)
        }
        return (lines, execution.fuelUsed)
    }

    @Test func `every prefix of an image is refused`() throws {
        let program = try Program.compile(SourceText(Self.source), name: "moved.js", kind: .asyncFunctionBody)
        let pool = ArenaPool()
        let execution = try #require(Execution(pool: pool))
        execution.start(program)
        _ = execution.run(slice: 200)
        let bytes = execution.image().bytes
        for count in stride(from: 0, to: bytes.count, by: 4_099) {
            #expect(throws: Execution.ImageError.self) {
                try Execution(image: ExecutionImage(bytes: Array(bytes.prefix(count))), program: program, pool: pool)
            }
        }
    }

    @Test func `an image does not continue with another program`() throws {
        let program = try Program.compile(SourceText(Self.source), name: "moved.js", kind: .asyncFunctionBody)
        let other = try Program.compile(SourceText("return 1"), name: "other.js", kind: .asyncFunctionBody)
        let pool = ArenaPool()
        let execution = try #require(Execution(pool: pool))
        execution.start(program)
        _ = execution.run(slice: 200)
        #expect(throws: Execution.ImageError.otherProgram) {
            try Execution(image: execution.image(), program: other, pool: pool)
        }
    }
}
