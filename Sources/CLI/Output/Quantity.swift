/// Numbers as people read them, without a locale: the same on every machine.
enum Quantity {
    /// `12 ms`, `0.4 ms`, `3.25 s`.
    static func milliseconds(_ value: Double) -> String {
        guard value.isFinite else { return "? ms" }
        switch value {
        case ..<10: return decimal(value, places: 1) + " ms"
        case ..<1_000: return decimal(value, places: 0) + " ms"
        default: return decimal(value / 1_000, places: 2) + " s"
        }
    }

    /// `512 B`, `1.5 KiB`, `64 MiB`.
    static func bytes(_ count: Int) -> String {
        let units = ["B", "KiB", "MiB", "GiB", "TiB"]
        var value = Double(count)
        var unit = 0
        while value >= 1_024, unit + 1 < units.count {
            value /= 1_024
            unit += 1
        }
        return decimal(value, places: unit == 0 ? 0 : 1) + " " + units[unit]
    }

    /// `1 tool call`, `2 tool calls`.
    static func count(_ count: Int, _ noun: String) -> String { "\(grouped(count)) \(noun)\(count == 1 ? "" : "s")" }

    /// `12,345,678`.
    static func grouped(_ number: Int) -> String {
        let digits = String(number.magnitude)
        var text = number < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text += "," }
            text.append(digit)
        }
        return text
    }

    /// `value` rounded to that many places, a fraction of nothing but zeros left out.
    private static func decimal(_ value: Double, places: Int) -> String {
        let scale = places == 0 ? 1.0 : places == 1 ? 10.0 : 100.0
        let scaled = (value * scale).rounded()
        guard let whole = Int(exactly: (scaled / scale).rounded(.towardZero)) else { return "\(value)" }
        let fraction = Int((scaled - Double(whole) * scale).magnitude)
        guard places > 0, fraction > 0 else { return grouped(whole) }
        let digits = String(fraction)
        let padded = String(repeating: "0", count: max(0, places - digits.count)) + digits
        return grouped(whole) + "." + (padded.hasSuffix("0") ? String(padded.dropLast()) : padded)
    }
}
