internal import ArgumentParser
internal import Broker

/// `enclave broker`: sessions, tools and secrets; scripts run on runtimes elsewhere.
struct BrokerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "broker", abstract: "Serves clients, and has runtimes run their scripts.",
        discussion: """
            Runtimes dial in where --runtimes or `runtimeListen` of the configuration says, or are dialled where its \
            `runtimes` says. Prints one line, "listening on http://HOST:PORT", once clients can connect. SIGTERM and \
            Ctrl-C end every session with its last event, then the broker. ENCLAVE_LOG_LEVEL says how much is logged to \
            standard error.
            """)

    @OptionGroup var options: BrokerOptions
    @Option(help: ArgumentHelp("Where runtimes dial in; port 0 takes a free one.", valueName: "host:port"))
    var runtimes: String?

    mutating func run() async throws {
        var configuration = try options.configuration()
        if let runtimes {
            guard let address = ListenAddress(runtimes) else {
                throw CommandFailure("--runtimes needs HOST:PORT, such as 127.0.0.1:7071: \(runtimes)")
            }
            configuration.runtimeListen = address
            do {
                try configuration.checkRuntimeChannel()
            } catch {
                throw CommandFailure(error)
            }
        }
        if configuration.runtimeListen == nil, configuration.runtimes.isEmpty {
            Output.diagnose("no runtime can come: say where by --runtimes, or set runtimeListen or runtimes")
        }
        let broker = Broker(configuration: configuration, logger: .forCommand("broker", standard: .info))
        try await ServeCommand.serve(configuration) { onListening in try await broker.run(onListening: onListening) }
    }
}
