/// The labels in force, innermost last.
///
/// A lookup walks the labels of the current function, of which nesting allows at most `Parser.nestingLimit`.
struct LabelTable: ~Copyable {
    struct Label: BitwiseCopyable {
        var name: NameID
        var isLoop: Bool
    }

    private var labels = AppendBuffer<Label>(capacity: 8)
    /// First label of the current function.
    private(set) var functionStart = 0

    /// Number of labels in force, those of enclosing functions included.
    var count: Int { labels.count }

    /// Starts a function, which sees no label of its surroundings; returns what `endFunction` needs.
    mutating func beginFunction() -> Int {
        let outer = functionStart
        functionStart = labels.count
        return outer
    }

    /// Ends a function.
    mutating func endFunction(_ outer: Int) { functionStart = outer }

    /// Adds a label. False if the function has one of that name in force.
    mutating func push(_ name: NameID) -> Bool {
        if isDeclared(name) { return false }
        labels.append(Label(name: name, isLoop: false))
        return true
    }

    /// Says that the labels from `start` on name an iteration statement.
    mutating func markLoops(from start: Int) {
        for index in start..<labels.count { labels[index].isLoop = true }
    }

    /// Removes the labels from `start` on.
    mutating func truncate(to start: Int) { labels.truncate(to: start) }

    /// Whether a label is in force.
    func isDeclared(_ name: NameID) -> Bool { find(name) != nil }

    /// Whether a label is in force and names an iteration statement.
    func isLoop(_ name: NameID) -> Bool {
        guard let index = find(name) else { return false }
        return labels[index].isLoop
    }

    private func find(_ name: NameID) -> Int? {
        var index = labels.count
        while index > functionStart {
            index &-= 1
            if labels[index].name == name { return index }
        }
        return nil
    }
}
