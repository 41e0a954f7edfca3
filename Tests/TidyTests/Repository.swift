import Foundation

/// The files of this checkout that the rules look at, read once.
///
/// The walk starts at the folder of `Package.swift`, found from this file's own path, and skips build products, version
/// control and everything that is not text of ours.
struct Repository: Sendable {
    /// The folder that holds `Package.swift`.
    let root: URL
    /// Every Swift file under `Sources` and `Tests`, by path.
    let swiftFiles: [SourceFile]
    /// Every text file of the repository, Swift included, by path.
    let textFiles: [TextFile]

    /// The checkout these tests were compiled from.
    static let current = Repository(root: URL(fileURLWithPath: #filePath).ancestor(3))

    /// Endings of the files that are read as text; anything else (images, fixtures of bytes) is nobody's prose.
    private static let textEndings: Set<String> = [
        "swift", "md", "sh", "yaml", "yml", "json", "js", "c", "h", "modulemap", "service", "conf", "txt", "def",
    ]
    /// Files without an ending that are text too.
    private static let textNames: Set<String> = ["Dockerfile", ".gitignore", ".swift-format", "run"]
    /// Folders that hold products, not sources.
    private static let skippedFolders: Set<String> = [".git", ".build", ".swiftpm", ".index-build", "node_modules"]

    init(root: URL) {
        self.root = root
        var texts: [TextFile] = []
        let walk = FileManager.default.enumerator(atPath: root.path)
        while let path = walk?.nextObject() as? String {
            let name = (path as NSString).lastPathComponent
            if Self.skippedFolders.contains(name) || name.hasPrefix(".build") {
                walk?.skipDescendants()
                continue
            }
            guard Self.isText(path),
                let data = FileManager.default.contents(atPath: root.appendingPathComponent(path).path)
            else {
                continue
            }
            texts.append(TextFile(path: path, bytes: [UInt8](data)))
        }
        textFiles = texts.sorted { $0.path < $1.path }
        swiftFiles = textFiles.filter {
            $0.path.hasSuffix(".swift") && ($0.path.hasPrefix("Sources/") || $0.path.hasPrefix("Tests/"))
        }.map(SourceFile.init)
    }

    private static func isText(_ path: String) -> Bool {
        let name = (path as NSString).lastPathComponent
        return textEndings.contains((name as NSString).pathExtension) || textNames.contains(name)
            || path.hasPrefix("deploy/checks/")
    }

    /// The text file at `path`, relative to the root.
    func textFile(_ path: String) -> TextFile? { textFiles.first { $0.path == path } }
}

extension URL {
    /// The folder `levels` steps up.
    fileprivate func ancestor(_ levels: Int) -> URL {
        (0..<levels).reduce(self) { url, _ in url.deletingLastPathComponent() }
    }
}
