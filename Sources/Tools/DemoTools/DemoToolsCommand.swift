import ArgumentParser
import Foundation
import Hummingbird
import Logging

/// The tools that the examples call, as a small HTTP server: no network, no state, the same answers every time.
@main
struct DemoToolsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "DemoTools",
        abstract: "Serve the tools that the scripts in examples/ call.",
        discussion: """
            Prints one line, "listening on http://HOST:PORT", once it answers. GET / lists the routes. The data is \
            generated, the same in every run; a route that fails or waits does so because its arguments ask for it.
            """)

    @Option(help: ArgumentHelp("Where to listen; port 0 takes a free one.", valueName: "host:port"))
    var listen = "127.0.0.1:7171"

    func validate() throws {
        guard address != nil else { throw ValidationError("--listen needs HOST:PORT, such as 127.0.0.1:7171") }
    }

    func run() async throws {
        guard let address else { return }
        var logger = Logger(label: "demo-tools")
        logger.logLevel = .warning
        let application = Application(
            router: DemoServer(shop: Shop()).router,
            configuration: ApplicationConfiguration(address: .hostname(address.host, port: address.port)),
            onServerRunning: { channel in
                let port = channel.localAddress?.port ?? address.port
                // Not `print`: its buffer would keep the line from whoever waits for it in a pipe.
                FileHandle.standardOutput.write(Data("listening on http://\(address.host):\(port)\n".utf8))
            },
            logger: logger)
        try await application.runService()
    }

    /// `listen` in its parts, or nil when it is none.
    private var address: (host: String, port: Int)? {
        guard let colon = listen.lastIndex(of: ":"), let port = UInt16(listen[listen.index(after: colon)...]),
            colon != listen.startIndex
        else { return nil }
        return (String(listen[..<colon]), Int(port))
    }
}
