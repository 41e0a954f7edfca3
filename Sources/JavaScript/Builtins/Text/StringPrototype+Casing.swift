import UnicodeData

// Case conversion, the same for every locale: the host has none.
extension StringPrototype {
    static let casing: [BuiltinMember] = [
        .method("toLocaleLowerCase", 0, converting: [.string]) {
            leaf({ convert($0, "String.prototype.toLocaleLowerCase", upper: false) }, $0, $1, $2)
        },
        .method("toLocaleUpperCase", 0, converting: [.string]) {
            leaf({ convert($0, "String.prototype.toLocaleUpperCase", upper: true) }, $0, $1, $2)
        },
        .method("toLowerCase", 0, converting: [.string]) {
            leaf({ convert($0, "String.prototype.toLowerCase", upper: false) }, $0, $1, $2)
        },
        .method("toUpperCase", 0, converting: [.string]) {
            leaf({ convert($0, "String.prototype.toUpperCase", upper: true) }, $0, $1, $2)
        },
    ]

    /// https://tc39.es/ecma262/#sec-string.prototype.tolowercase, https://tc39.es/ecma262/#sec-string.prototype.touppercase
    private static func convert(_ call: Arguments, _ method: StaticString, upper: Bool) -> Value {
        guard let text = call.thisString(method) else { return call.exit }
        let realm = call.realm
        let units = realm.view(text)
        call.charge(units.count &>> 3)
        if units.isLatin1, !upper || !growsInUpperCase(units) { return convertLatin1(realm, text, units, upper: upper) }
        return realm.makeString { upper ? writeUpper(realm, units, &$0) : writeLower(realm, units, &$0) }
    }

    /// U+00DF becomes two letters; U+00B5 and U+00FF leave Latin-1.
    private static func growsInUpperCase(_ units: StringView) -> Bool {
        for i in 0..<units.count {
            let unit = units[i]
            if unit >= 0xB5, unit == 0xDF || unit == 0xB5 || unit == 0xFF { return true }
        }
        return false
    }

    private static func convertLatin1(_ realm: Realm, _ text: Value, _ units: StringView, upper: Bool) -> Value {
        var changed: UInt8 = 0
        for i in 0..<units.count {
            changed |= caseBit(units.start.load(fromByteOffset: i, as: UInt8.self), upper: upper)
        }
        if changed == 0 { return text }
        if units.count == 1 { return realm.makeString(unit: units[0] ^ 0x20) }
        guard let result = realm.allocateString(units.count, isLatin1: true) else { return .exception }
        let data = result + Cell.stringData
        for i in 0..<units.count {
            let unit = units.start.load(fromByteOffset: i, as: UInt8.self)
            data.storeBytes(of: unit ^ caseBit(unit, upper: upper), toByteOffset: i, as: UInt8.self)
        }
        return realm.string(result)
    }

    /// 0x20 for a unit whose counterpart in Latin-1 differs, else 0. Free of branches, so that loops become vectors.
    @inline(__always) private static func caseBit(_ unit: UInt8, upper: Bool) -> UInt8 {
        let letter: UInt8 = upper ? unit : unit ^ 0x20
        let ascii: UInt8 = letter &- 0x61 < 26 ? 0x20 : 0
        let beyond: UInt8 = letter >= 0xE0 ? 0x20 : 0
        // U+00F7 and U+00D7 are signs; U+00FF and U+00DF have no counterpart here.
        let isLetter: UInt8 = letter == 0xF7 ? 0 : 0xFF
        let hasCounterpart: UInt8 = letter == 0xFF ? 0 : 0xFF
        return ascii | beyond & isLetter & hasCounterpart
    }

    private static func writeUpper(_ realm: Realm, _ units: StringView, _ writer: inout TextWriter) {
        var i = 0
        var turn = 1
        while i < units.count, !realm.mustStop(at: turn) {
            turn &+= 1
            let (codePoint, length) = units.codePoint(at: i)
            write(UnicodeCase.upper(codePoint), &writer)
            i &+= length
        }
    }

    private static func writeLower(_ realm: Realm, _ units: StringView, _ writer: inout TextWriter) {
        // Whether the last code point that is not Case_Ignorable is Cased.
        var followsCased = false
        var i = 0
        var turn = 1
        while i < units.count, !realm.mustStop(at: turn) {
            turn &+= 1
            let (codePoint, length) = units.codePoint(at: i)
            i &+= length
            if codePoint == UnicodeCase.capitalSigma, followsCased, !isCasedAhead(units, i) {
                writer.append(codePoint: UnicodeCase.finalSigma)
            } else {
                write(UnicodeCase.lower(codePoint), &writer)
            }
            if !UnicodeCase.isCaseIgnorable(codePoint) { followsCased = UnicodeCase.isCased(codePoint) }
        }
    }

    /// Whether a cased letter follows over Case_Ignorable ones. Each walk ends at the next sigma at the latest, so all
    /// walks of a text together are linear.
    private static func isCasedAhead(_ units: StringView, _ start: Int) -> Bool {
        var i = start
        while i < units.count {
            let (codePoint, length) = units.codePoint(at: i)
            if !UnicodeCase.isCaseIgnorable(codePoint) { return UnicodeCase.isCased(codePoint) }
            i &+= length
        }
        return false
    }

    @inline(__always) private static func write(_ mapping: CaseMapping, _ writer: inout TextWriter) {
        writer.append(codePoint: mapping.first)
        if mapping.second != 0 { writer.append(codePoint: mapping.second) }
        if mapping.third != 0 { writer.append(codePoint: mapping.third) }
    }
}
