public import JSON

/// JSON as this protocol reads and writes it: with errors that a peer can be told.
extension JSONValue {
    /// Reads one JSON text.
    ///
    /// - Throws: the first fault with the offset of its byte.
    public static func parse(
        _ bytes: Span<UInt8>, limits: JSONLimits = .standard
    ) throws(ProtocolError) -> JSONValue {
        do throws(JSONError) {
            return try JSONValue(parsing: bytes, limits: limits)
        } catch {
            throw ProtocolError(error)
        }
    }

    /// Reads one JSON text.
    public static func parse(
        _ bytes: [UInt8], limits: JSONLimits = .standard
    ) throws(ProtocolError) -> JSONValue {
        try parse(bytes.span, limits: limits)
    }

    /// Reads one JSON text.
    public static func parse(
        _ bytes: ArraySlice<UInt8>, limits: JSONLimits = .standard
    ) throws(ProtocolError) -> JSONValue {
        try parse(bytes.span, limits: limits)
    }

    /// Reads one JSON text.
    public static func parse(
        _ text: String, limits: JSONLimits = .standard
    ) throws(ProtocolError) -> JSONValue {
        try parse(text.utf8.span, limits: limits)
    }

    /// The value as compact JSON in UTF-8.
    ///
    /// - Throws: `.depthLimit`, or `.sizeLimit` as soon as the text grows past the limit.
    public func jsonBytes(limits: JSONLimits = .standard) throws(ProtocolError) -> [UInt8] {
        do throws(JSONError) {
            return try bytes(limits: limits)
        } catch {
            throw ProtocolError(error, code: .serializationLimitExceeded)
        }
    }

    /// The value as compact JSON text.
    public func jsonText(limits: JSONLimits = .standard) throws(ProtocolError) -> String {
        String(decoding: try jsonBytes(limits: limits), as: UTF8.self)
    }
}

extension ProtocolError {
    /// The fault of a JSON text, by default one of a request.
    init(_ error: JSONError, code: ErrorCode = .invalidRequest) {
        let reason: Reason =
            switch error.reason {
            case .syntax: .syntax
            case .invalidUTF8: .invalidUTF8
            case .depthLimit: .depthLimit
            case .sizeLimit: .sizeLimit
            case .valueLimit: .valueLimit
            case .numberLimit: .numberLimit
            }
        self.init(reason, error.message, at: .byte(error.offset), code: code)
    }
}
