public import JSON

/// The first event of a session.
public struct SessionInit: Sendable, Equatable {
    /// Whether the later events are encrypted, and by which key.
    public enum Encryption: Sendable, Equatable {
        case disabled
        /// The server's hello is kept as it came; nil where the handshake was made before.
        case enabled(keyID: String, serverHello: JSONObject?)
    }

    /// Where to post a cancel request, relative to the broker's base; nil only from peers that leave it out.
    public var cancelURL: String?
    /// Where to read the stream again, relative to the broker's base.
    public var replayURL: String?
    /// When the session's time to live ends.
    public var expiresAt: Timestamp
    /// Whether the events after this one are encrypted.
    public var encryption: Encryption

    /// Announces a session.
    public init(
        cancelURL: String?, replayURL: String? = nil, expiresAt: Timestamp, encryption: Encryption = .disabled
    ) {
        self.cancelURL = cancelURL
        self.replayURL = replayURL
        self.expiresAt = expiresAt
        self.encryption = encryption
    }
}

/// One line of the script's diagnostics.
public struct LogEntry: Sendable, Equatable {
    /// How much a line matters, from least to most.
    public enum Level: String, Sendable, CaseIterable {
        case debug, info, warn, error
    }

    /// How much the line matters.
    public var level: Level
    /// The text, without a line feed.
    public var message: String
    /// What belongs to it.
    public var data: JSONObject?

    /// A line of diagnostics.
    public init(level: Level, message: String, data: JSONObject? = nil) {
        self.level = level
        self.message = message
        self.data = data
    }
}

/// Something went wrong and the session goes on, or `final` follows.
public struct ErrorNotice: Sendable, Equatable {
    /// What went wrong, for people.
    public var message: String
    /// What went wrong, for programs.
    public var code: ErrorCode?
    /// Whether the session goes on; nil where the sender does not say.
    public var isRecoverable: Bool?
    /// What else is known.
    public var details: JSONObject?

    /// A notice.
    public init(message: String, code: ErrorCode? = nil, isRecoverable: Bool? = nil, details: JSONObject? = nil) {
        self.message = message
        self.code = code
        self.isRecoverable = isRecoverable
        self.details = details
    }
}

/// The outcome of a session.
public struct Final: Sendable, Equatable {
    /// How the session ended.
    public enum Outcome: Sendable, Equatable {
        /// nil where the script returned nothing.
        case success(result: JSONValue?)
        case failure(ErrorInfo)
    }

    /// How the session ended.
    public var outcome: Outcome
    /// Failures of parts, also of a session that succeeded.
    public var errors: [ErrorPayload]
    /// What the execution used; nil from peers that do not count.
    public var stats: ExecutionStats?

    /// The end of a session.
    public init(_ outcome: Outcome, errors: [ErrorPayload] = [], stats: ExecutionStats? = nil) {
        self.outcome = outcome
        self.errors = errors
        self.stats = stats
    }

    /// Whether the script ended by itself.
    public var isSuccess: Bool {
        if case .success = outcome { true } else { false }
    }
}

/// Why a session failed.
public struct ErrorInfo: Sendable, Equatable {
    /// Why, for people.
    public var message: String
    /// Why, for programs.
    public var code: ErrorCode?
    /// Only read from peers that send it; never written.
    public var stack: String?
    /// Place in the author's text, both from 1.
    public var line: Int?
    /// From 1, as `line`.
    public var column: Int?
    /// More about the code, such as `limit`.
    public var data: JSONObject?

    /// A failure.
    public init(
        message: String, code: ErrorCode? = nil, stack: String? = nil, line: Int? = nil, column: Int? = nil,
        data: JSONObject? = nil
    ) {
        self.message = message
        self.code = code
        self.stack = stack
        self.line = line
        self.column = column
        self.data = data
    }
}

/// What an execution used.
public struct ExecutionStats: Sendable, Equatable {
    /// Duration of the execution, not of the session.
    public var durationMilliseconds: Double
    /// Calls of tools, refused ones left aside.
    public var toolCallCount: Int
    /// Bytes of UTF-8.
    public var stdoutBytes: Int
    /// Instructions executed; nil from peers that do not count them.
    public var fuel: Int?
    /// The most live heap bytes; nil from peers that do not count them.
    public var heapBytesPeak: Int?

    /// What an execution used.
    public init(
        durationMilliseconds: Double, toolCallCount: Int, stdoutBytes: Int, fuel: Int? = nil,
        heapBytesPeak: Int? = nil
    ) {
        self.durationMilliseconds = durationMilliseconds
        self.toolCallCount = toolCallCount
        self.stdoutBytes = stdoutBytes
        self.fuel = fuel
        self.heapBytesPeak = heapBytesPeak
    }
}

/// An event that only the holders of the session's key can read.
///
/// The fields are kept as they came; opening one is not this module's work.
public struct EncryptedEnvelope: Sendable, Equatable {
    /// The key it is encrypted under.
    public var keyID: String
    /// 12 bytes.
    public var nonceBase64: String
    /// The encrypted event with its tag behind it.
    public var ciphertextBase64: String
    /// Only read from peers that send it; never written.
    public var tagBase64: String?

    /// An envelope.
    public init(keyID: String, nonceBase64: String, ciphertextBase64: String, tagBase64: String? = nil) {
        self.keyID = keyID
        self.nonceBase64 = nonceBase64
        self.ciphertextBase64 = ciphertextBase64
        self.tagBase64 = tagBase64
    }
}
