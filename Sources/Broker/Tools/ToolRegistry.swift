internal import Protocol
internal import Synchronization

/// Every tool that scripts may call, by name.
final class ToolRegistry: Sendable {
    /// Most tools of one registry.
    static let toolsMaximum = 10_000

    struct Entry: Sendable {
        let tool: Tool
        let limiter: RateLimiter?
    }

    /// A tool cannot be registered, in words for the application's developer.
    enum RegistrationError: Error, Equatable, CustomStringConvertible {
        case invalidName(String)
        case duplicate(String)
        case full

        var description: String {
            switch self {
            case .invalidName(let name): "\"\(name)\" cannot be a tool's name: \(ToolName.rule)"
            case .duplicate(let name): "two tools are called \"\(name)\""
            case .full: "there are more than \(ToolRegistry.toolsMaximum) tools"
            }
        }
    }

    private struct State {
        var entries: [String: Entry] = [:]
        var catalogue = Catalogue(tools: [])
    }

    private let state = Mutex(State())

    /// - Returns: what the catalogue gained.
    @discardableResult
    func register(_ tool: Tool) throws(RegistrationError) -> CatalogChange {
        guard ToolName.isValid(tool.name) else { throw .invalidName(tool.name) }
        return try state.withLock { (state) throws(RegistrationError) in
            guard state.entries[tool.name] == nil else { throw .duplicate(tool.name) }
            guard state.entries.count < Self.toolsMaximum else { throw .full }
            state.entries[tool.name] = Entry(tool: tool, limiter: tool.rateLimit.map(RateLimiter.init))
            state.catalogue = Catalogue(tools: state.entries.values.map(\.tool))
            return CatalogChange(version: state.catalogue.version, addedActions: [tool.name], removedActions: [])
        }
    }

    /// - Returns: what the catalogue lost; nil if there was no such tool.
    func remove(_ name: String) -> CatalogChange? {
        state.withLock { state in
            guard state.entries.removeValue(forKey: name) != nil else { return nil }
            state.catalogue = Catalogue(tools: state.entries.values.map(\.tool))
            return CatalogChange(version: state.catalogue.version, addedActions: [], removedActions: [name])
        }
    }

    func entry(named name: String) -> Entry? {
        state.withLock { $0.entries[name] }
    }

    /// The name that comes nearest, for a script that has misspelt one.
    func nearestName(to name: String) -> String? {
        let names = state.withLock { Array($0.entries.keys) }
        guard name.utf8.count <= 128, names.count <= 1_000 else { return nil }
        return ConfigurationError.nearest(to: name, among: names)
    }

    var catalogue: Catalogue {
        state.withLock { $0.catalogue }
    }
}
