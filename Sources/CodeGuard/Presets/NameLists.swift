/// Identifiers that the presets refuse.
package enum NameLists {
    private static let generators = ["eval", "Function", "AsyncFunction", "GeneratorFunction"]
    private static let host = [
        "process", "require", "module", "exports", "__dirname", "__filename", "Buffer", "arguments",
    ]
    private static let prototypes = ["constructor", "__proto__", "prototype"]
    private static let reflection = ["Proxy", "Reflect"]
    private static let errors = [
        "Error", "TypeError", "ReferenceError", "SyntaxError", "RangeError", "URIError", "EvalError", "AggregateError",
    ]
    private static let network = ["fetch", "XMLHttpRequest", "WebSocket"]
    private static let storage = ["localStorage", "sessionStorage", "indexedDB"]
    private static let timers = [
        "setTimeout", "setInterval", "setImmediate", "clearTimeout", "clearInterval", "clearImmediate",
    ]
    private static let workers = ["WebAssembly", "Worker", "SharedWorker", "ServiceWorker", "importScripts"]
    private static let weak = ["WeakMap", "WeakSet", "WeakRef", "FinalizationRegistry"]
    private static let shared = ["Atomics", "SharedArrayBuffer"]
    private static let future = ["ShadowRealm", "Iterator", "AsyncIterator"]

    /// Preset `agentscript`.
    package static let agentscript =
        generators + host + prototypes + ["RegExp", "Promise", "Symbol"] + reflection + errors + network + storage
        + [
            "crypto", "performance", "structuredClone", "AbortController", "AbortSignal", "MessageChannel",
            "MessagePort",
            "BroadcastChannel", "TextEncoder", "TextDecoder", "Intl",
        ] + timers + ["queueMicrotask"] + workers + weak + ["Map", "Set"] + shared + future

    /// Preset `strict`.
    package static let strict =
        generators + host + ["global", "globalThis", "callee", "caller"] + prototypes
        + [
            "RegExp", "Promise", "Symbol", "Object", "Array", "String", "Number", "Boolean", "BigInt", "Date", "JSON",
        ] + reflection + errors + network + storage + ["crypto", "performance", "Intl"] + timers + workers + weak
        + ["Map", "Set"] + shared
        + [
            "ArrayBuffer", "DataView", "Uint8Array", "Uint16Array", "Uint32Array", "Int8Array", "Int16Array",
            "Int32Array", "Float32Array", "Float64Array", "BigInt64Array", "BigUint64Array",
        ] + future + ["Temporal"]

    /// Preset `secure`.
    package static let secure =
        generators
        + ["process", "require", "global", "globalThis", "__dirname", "__filename", "module", "exports", "arguments"]
        + prototypes + ["RegExp", "Symbol"] + reflection + network + ["indexedDB"] + workers + weak + shared + future

    /// Preset `standard`.
    package static let standard = ["eval", "Function", "process", "require"]

    /// What preset `javascript` refuses: loaders and shared memory. Code from strings has a rule of its own.
    package static let javascript = ["require", "importScripts", "SharedArrayBuffer", "Atomics", "ShadowRealm"]

    /// Names of the host's functions that preset `javascript` protects.
    package static let protected = ["callTool", "parallel", "console"]
}

/// Globals that a program may use, by level.
package enum GlobalAllowLists {
    private static let core = [
        "callTool", "__safe_callTool", "Math", "JSON", "Array", "Object", "String", "Number", "Date", "undefined",
        "NaN",
        "Infinity", "__safe_forOf", "__safe_for", "__safe_while", "__safe_doWhile", "__maxIterations",
    ]
    private static let numbersAndAddresses = [
        "parseInt", "parseFloat", "isNaN", "isFinite", "encodeURI", "decodeURI", "encodeURIComponent",
        "decodeURIComponent",
    ]
    /// What the sandbox adds for every agent program.
    private static let sandbox = ["parallel", "__safe_parallel", "__safe_concat", "__safe_template"]
    /// What our own engine gives at every level, beyond the recorded lists.
    private static let language = [
        "Promise", "Map", "Set", "RegExp", "Error", "TypeError", "RangeError", "SyntaxError", "ReferenceError",
        "URIError",
        "EvalError", "AggregateError", "console", "Boolean", "BigInt",
    ]

    /// The recorded list of a level.
    package static func reference(_ level: GuardLevel) -> [String] {
        switch level {
        case .strict: core
        case .secure, .standard: core + numbersAndAddresses
        case .permissive: core + numbersAndAddresses + ["console", "__safe_console"]
        }
    }

    /// The list in force for a policy without a list of its own.
    package static func names(_ policy: GuardPolicy) -> [String] {
        var names = reference(policy.level)
        if policy.profile == .enclave { names += numbersAndAddresses + language }
        if policy.form == .agentProgram { names += sandbox }
        return names
    }

    /// Names that the reference's prefix transform leaves alone.
    static let kept = [
        "Math", "JSON", "Array", "Object", "String", "Number", "Date", "NaN", "Infinity", "undefined", "isNaN",
        "isFinite",
        "parseInt", "parseFloat", "encodeURI", "decodeURI", "encodeURIComponent", "decodeURIComponent", "arguments",
        "callTool", "parallel",
    ]
}
