public import JSON

extension RequestedLimits {
    /// Reads the `limits` object of a request.
    ///
    /// - Throws: `.invalidField` for a limit that is no integer or too small; unknown names are ignored.
    public init(json: JSONValue) throws(ProtocolError) {
        try self.init(limits: FieldReader(json, path: "limits"))
    }

    /// Reads the members of a `limits` object.
    init(limits fields: FieldReader) throws(ProtocolError) {
        for field in LimitField.all {
            for key in [field.key] + field.aliases where field.requested(self) == nil {
                field.setRequested(&self, try fields.optionalInteger(key, atLeast: field.minimum))
            }
        }
        cancelOnFirstError = try fields.optionalBool("cancelOnFirstError")
    }

    /// Reads the members of a `config` object.
    init(config fields: FieldReader) throws(ProtocolError) {
        for field in LimitField.all {
            guard let key = field.configKey else { continue }
            field.setRequested(&self, try fields.optionalInteger(key, atLeast: field.minimum))
        }
    }

    /// The stated limits as a `limits` object.
    public var json: JSONValue {
        var object = JSONObject()
        for field in LimitField.all { object[field.key] = field.requested(self).map(JSONValue.integer) }
        object["cancelOnFirstError"] = cancelOnFirstError.map(JSONValue.bool)
        return .object(object)
    }
}

extension SessionLimits {
    /// The limits as a `limits` object with every field that is decided.
    public var json: JSONValue {
        var object = JSONObject()
        for field in LimitField.all { object[field.key] = field.decided(self).map(JSONValue.integer) }
        object["cancelOnFirstError"] = .bool(cancelOnFirstError)
        return .object(object)
    }
}
