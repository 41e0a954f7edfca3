internal import ArgumentParser
internal import Broker
internal import Logging

/// What `enclave broker` and `enclave serve` are told.
struct BrokerOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Configuration, YAML or JSON; the environment's ENCLAVE_… come on top.", valueName: "file"))
    var config: String?
    @Option(
        help: ArgumentHelp(
            "Where clients connect; port 0 takes a free one. 127.0.0.1:7070 by default.", valueName: "host:port"))
    var listen: String?

    /// The configuration with what the command line says on top.
    func configuration() throws(CommandFailure) -> BrokerConfiguration {
        var configuration = try Self.load(config)
        if let listen {
            guard let address = ListenAddress(listen) else {
                throw CommandFailure("--listen needs HOST:PORT, such as 127.0.0.1:7070: \(listen)")
            }
            configuration.listen = address
        }
        return configuration
    }

    /// A file and the environment, or the environment alone.
    static func load(_ path: String?) throws(CommandFailure) -> BrokerConfiguration {
        do {
            return try BrokerConfiguration.load(path: path)
        } catch {
            throw CommandFailure(error)
        }
    }
}

extension Broker.Listening {
    /// `listening on http://HOST:PORT`, and where runtimes come in.
    func announcement(_ configuration: BrokerConfiguration) -> String {
        let clients = ListenAddress(host: configuration.listen.host, port: port)
        let runtimes = configuration.runtimeListen.flatMap { address in
            runtimePort.map { ListenAddress(host: address.host, port: $0) }
        }
        let scheme = configuration.runtimeTLS == nil ? "ws" : "wss"
        return "listening on http://\(clients)\(configuration.pathPrefix)"
            + (runtimes.map { ", for runtimes on \(scheme)://\($0)" } ?? "")
    }
}
