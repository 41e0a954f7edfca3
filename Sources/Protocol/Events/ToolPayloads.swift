public import JSON

/// The script called a tool.
public struct ToolCall: Sendable, Equatable {
    /// The call, to tell it from others that are pending.
    public var callID: CallID
    /// The tool, at least one character.
    public var toolName: String
    /// Any JSON, an object in practice; may hold reference tokens.
    public var arguments: JSONValue

    /// A call of a tool.
    public init(callID: CallID, toolName: String, arguments: JSONValue) {
        self.callID = callID
        self.toolName = toolName
        self.arguments = arguments
    }
}

/// How far a tool call is.
public struct ToolProgress: Sendable, Equatable {
    /// What the call does.
    public enum Phase: String, Sendable, CaseIterable {
        case connecting, sending, receiving, processing
    }

    /// The call.
    public var callID: CallID
    /// What the call does.
    public var phase: Phase
    /// Since the call began.
    public var elapsedMilliseconds: Double
    /// Bytes of the answer so far.
    public var bytesReceived: Int?
    /// Only where it is known.
    public var totalBytes: Int?

    /// Progress of a call.
    public init(
        callID: CallID, phase: Phase, elapsedMilliseconds: Double, bytesReceived: Int? = nil, totalBytes: Int? = nil
    ) {
        self.callID = callID
        self.phase = phase
        self.elapsedMilliseconds = elapsedMilliseconds
        self.bytesReceived = bytesReceived
        self.totalBytes = totalBytes
    }
}

/// A piece of the result, before the whole.
public struct PartialResult: Sendable, Equatable {
    /// Where the piece belongs; array indexes are text, such as `"0"`.
    public var path: [String]
    /// The piece; nil where it failed.
    public var data: JSONValue?
    /// The piece's failure.
    public var error: ErrorPayload?
    /// More pieces follow.
    public var hasNext: Bool

    /// A piece of the result.
    public init(path: [String], data: JSONValue? = nil, error: ErrorPayload? = nil, hasNext: Bool = true) {
        self.path = path
        self.data = data
        self.error = error
        self.hasNext = hasNext
    }
}

/// The failure of a part: a tool call, or a piece of the result.
public struct ErrorPayload: Sendable, Equatable {
    /// What else is known about a failure.
    public enum Detail: Sendable, Equatable {
        case retry(delayMilliseconds: Double)
        case upstream(statusCode: Int, url: String)
        case validation(field: String, reason: String)
        case quota(limit: Double, used: Double)
    }

    /// Why, for programs.
    public var code: ErrorCode
    /// Why, for people.
    public var message: String
    /// Which part of the result is missing.
    public var path: [String]?
    /// What else is known.
    public var details: [Detail]?

    /// The failure of a part.
    public init(code: ErrorCode, message: String, path: [String]? = nil, details: [Detail]? = nil) {
        self.code = code
        self.message = message
        self.path = path
        self.details = details
    }
}

/// Tools came or went.
public struct CatalogChange: Sendable, Equatable {
    /// The new catalogue's version, opaque, at least one character.
    public var version: String
    /// Names of the tools that came.
    public var addedActions: [String]
    /// Names of the tools that went.
    public var removedActions: [String]

    /// A change of the catalogue.
    public init(version: String, addedActions: [String], removedActions: [String]) {
        self.version = version
        self.addedActions = addedActions
        self.removedActions = removedActions
    }
}
