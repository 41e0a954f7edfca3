// The message of the TypeError for a cycle, as V8 words it.
extension JSONSerializer {
    /// Lines about the way into the cycle: the first ones, and the last one.
    private static let firstLines = 2

    func circularMessage(_ value: Value) -> String {
        let frames = stack.count / 5
        var start = 0
        while start < frames, stack[start * 5].bits != value.bits { start += 1 }
        var text =
            "Converting circular structure to JSON\n    --> starting at object with constructor \(constructorName(value))"
        let inner = start + 1..<max(start + 1, frames)
        for i in inner {
            let number = i - inner.lowerBound
            if number < JSONSerializer.firstLines || i == inner.upperBound - 1 {
                text +=
                    "\n    |     \(keyText(ofFrame: i - 1)) -> object with constructor \(constructorName(stack[i * 5]))"
            } else if number == JSONSerializer.firstLines {
                text += "\n    |     ..."
            }
        }
        return text + "\n    --- \(keyText(ofFrame: frames - 1)) closes the circle"
    }

    private func keyText(ofFrame frame: Int) -> String {
        let keys = stack[frame * 5 + 1]
        let isInnermost = frame == stack.count / 5 - 1
        let index = (isInnermost ? currentIndex : toIntegerClamped(stack[frame * 5 + 2].number)) - 1
        if keys.isUndefined { return "index \(index)" }
        return "property '\(realm.swiftString(key(number: index, of: keys)))'"
    }

    private func constructorName(_ value: Value) -> String {
        guard case .value(let constructor) = realm.get(value, PropertyKey(atom: realm[.constructorAtom].offset)),
            realm.isFunction(constructor)
        else { return "'Object'" }
        let name = realm.nameOfFunction(constructor)
        return "'\(name.isEmpty ? "Object" : name)'"
    }
}
