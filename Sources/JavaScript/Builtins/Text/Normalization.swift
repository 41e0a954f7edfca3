import UnicodeData

/// https://tc39.es/ecma262/#sec-string.prototype.normalize
enum NormalizationForm {
    case composed
    case decomposed
    case compatibilityComposed
    case compatibilityDecomposed

    init?(_ name: StringView) {
        if name.equals("NFC") {
            self = .composed
        } else if name.equals("NFD") {
            self = .decomposed
        } else if name.equals("NFKC") {
            self = .compatibilityComposed
        } else if name.equals("NFKD") {
            self = .compatibilityDecomposed
        } else {
            return nil
        }
    }

    var composes: Bool { self == .composed || self == .compatibilityComposed }
    var isCompatibility: Bool { self == .compatibilityComposed || self == .compatibilityDecomposed }
}

extension Realm {
    /// The normalized text; the string must be reachable. Unicode Standard Annex #15.
    func normalize(_ text: Value, _ form: NormalizationForm) -> Value {
        let units = view(text)
        charge(units.count &>> 2)
        if units.isLatin1, form == .composed || units.isASCII { return text }
        // Measured first, so that the scalars fit where the memory limit says.
        var count = 0
        var i = 0
        while i < units.count {
            let (codePoint, length) = units.codePoint(at: i)
            count &+= UnicodeNormalization.decompositionLength(codePoint, compatibility: form.isCompatibility)
            i &+= length
            if mustStop(at: i) { return .exception }
        }
        if count > Realm.stringLengthMax { return throwRangeError("Invalid string length") }
        guard reserve(count &* 4) else { return .exception }
        charge(count)
        var scalars: [UInt32] = []
        scalars.reserveCapacity(count)
        i = 0
        while i < units.count {
            let (codePoint, length) = units.codePoint(at: i)
            UnicodeNormalization.appendDecomposition(codePoint, compatibility: form.isCompatibility, to: &scalars)
            i &+= length
            if mustStop(at: i) { return .exception }
        }
        UnicodeNormalization.orderMarks(&scalars, isStopped: mustStop)
        if form.composes { UnicodeNormalization.compose(&scalars, isStopped: mustStop) }
        return makeString { writer in
            for (i, scalar) in scalars.enumerated() where !mustStop(at: i) { writer.append(codePoint: scalar) }
        }
    }
}

extension StringView {
    /// Whether every unit is below 128.
    var isASCII: Bool {
        for i in 0..<count where self[i] >= 0x80 { return false }
        return true
    }
}
