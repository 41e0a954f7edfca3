/// Writes the tables of `Sources/UnicodeData/Generated` from the Unicode properties of the Swift standard library,
/// and the normalization mappings of Foundation.
///
/// Usage, at the root of the repository: `swift run UnicodeTables` writes them, `swift run UnicodeTables --check` fails
/// if they are not what would be written. The Unicode version is the toolchain's: the output changes with it only.
import Foundation

let folder = URL(fileURLWithPath: "Sources/UnicodeData/Generated", isDirectory: true)
let arguments = CommandLine.arguments.dropFirst()
guard arguments.isEmpty || arguments == ["--check"] else {
    FileHandle.standardError.write(Data("usage: UnicodeTables [--check]\n".utf8))
    exit(64)
}

do {
    for file in [identifierTables(), caseTables(), casePropertyTables(), normalizationTables()] {
        let url = folder.appendingPathComponent(file.name)
        if arguments.isEmpty {
            try Data(file.text.utf8).write(to: url)
        } else if try Data(contentsOf: url) != Data(file.text.utf8) {
            FileHandle.standardError.write(Data("\(file.name) is out of date\n".utf8))
            exit(1)
        }
    }
} catch {
    FileHandle.standardError.write(Data("\(folder.path): \(error)\n".utf8))
    exit(74)
}
