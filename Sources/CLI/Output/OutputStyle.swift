/// Whether output carries colours.
enum OutputStyle: Sendable, Hashable {
    case plain
    case coloured

    /// What a piece of output is, which decides its colour.
    enum Role: Sendable {
        /// About the run rather than of it.
        case aside
        case name
        case success
        case warning
        case failure

        /// Parameters of "select graphic rendition", ECMA-48, 8.3.117.
        fileprivate var parameters: String {
            switch self {
            case .aside: "2"
            case .name: "36"
            case .success: "32"
            case .warning: "33"
            case .failure: "31"
            }
        }
    }

    /// The style for a destination: colours only on a terminal that shows them and where `NO_COLOR` does not ask for none.
    ///
    /// - Parameters:
    ///   - isTerminal: whether the destination is one.
    ///   - environment: `NO_COLOR` counts if it is not empty (https://no-color.org), `TERM` if it is `dumb` or missing.
    init(isTerminal: Bool, environment: [String: String]) {
        let isRefused = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
        let isDumb = environment["TERM"].map { $0.isEmpty || $0 == "dumb" } ?? true
        self = isTerminal && !isRefused && !isDumb ? .coloured : .plain
    }

    /// `text` in the colour of its role; `text` itself must hold no control characters.
    func paint(_ text: String, _ role: Role) -> String {
        self == .plain || text.isEmpty ? text : "\u{1B}[\(role.parameters)m\(text)\u{1B}[0m"
    }
}
