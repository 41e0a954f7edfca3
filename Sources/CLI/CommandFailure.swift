/// Why a command cannot do its work: a sentence for whoever typed it, and the status it ends with.
struct CommandFailure: Error, CustomStringConvertible {
    let status: ExitStatus
    let message: String

    init(_ message: String, status: ExitStatus = .usage) {
        self.status = status
        self.message = message
    }

    /// What another part says went wrong.
    init(_ error: any Error, status: ExitStatus = .usage) {
        self.init("\(error)", status: status)
    }

    var description: String { message }
}
