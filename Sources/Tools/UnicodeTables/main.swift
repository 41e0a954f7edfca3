/// Writes the tables of `Sources/UnicodeData/Generated` from the Unicode properties of the Swift standard library.
///
/// Usage: `swift run UnicodeTables Sources/UnicodeData/Generated`. The Unicode version is the toolchain's, so the output
/// changes only when the toolchain does; `UnicodeDataTests` compares the committed tables with the same properties.
import Foundation

guard CommandLine.arguments.count == 2 else {
    FileHandle.standardError.write(Data("usage: UnicodeTables <output folder>\n".utf8))
    exit(64)
}
let folder = URL(fileURLWithPath: CommandLine.arguments[1], isDirectory: true)

do {
    for file in [identifierTables(), caseTables(), casePropertyTables()] {
        let url = folder.appendingPathComponent(file.name)
        try Data(file.text.utf8).write(to: url)
        print("\(file.name): \(file.text.utf8.count) bytes")
    }
} catch {
    FileHandle.standardError.write(Data("cannot write: \(error)\n".utf8))
    exit(74)
}
