import Testing

@testable import JavaScript

/// Properties of the table of builtins that no script would show.
@Suite struct BuiltinTests {
    @Test func `every builtin written in JavaScript compiles and calls only what exists`() throws {
        for (number, function) in BuiltinTable.shared.functions.enumerated() {
            guard case .script(let source) = function.code else { continue }
            #expect(BuiltinTable.shared.script(number) != nil, "\(function.name)")
            for match in source.matches(of: /\$([A-Za-z]\w*)/) {
                #expect(InternalFunction(rawValue: "%\(match.1)%") != nil, "\(function.name): $\(match.1)")
            }
        }
    }

    @Test func `every internal function is defined`() {
        for function in InternalFunction.allCases where function != .hostCall {
            #expect(BuiltinList.internalFunctions[function] != nil, "\(function.rawValue)")
        }
    }
}
