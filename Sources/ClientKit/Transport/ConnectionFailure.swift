internal import AsyncHTTPClient
internal import Glibc
internal import NIOCore
internal import NIOPosix

/// Why a connection could not be made, or broke.
struct ConnectionFailure: Error, Sendable, Equatable {
    /// For people.
    let message: String
    /// Whether the other side has certainly seen nothing of the request.
    let wasNeverSent: Bool

    init(message: String, wasNeverSent: Bool) {
        self.message = message
        self.wasNeverSent = wasNeverSent
    }

    /// - Parameter broker: to which the connection was to be made.
    init(_ error: any Error, to broker: BrokerURL) {
        let place = "\(broker.host):\(broker.port): "
        switch error {
        case let error as NIOConnectionError:
            self.init(message: place + Self.text(error), wasNeverSent: true)
        case let error as ChannelError where Self.isTimeout(error):
            self.init(message: place + Self.connectTimeout, wasNeverSent: true)
        case let error as HTTPClientError:
            self.init(message: place + error.shortDescription, wasNeverSent: Self.earlyFailures.contains(error))
        case let error as IOError:
            self.init(message: place + Self.text(error), wasNeverSent: Self.earlyErrors.contains(error.errnoCode))
        default:
            let text = "\(error)"
            self.init(message: place + text, wasNeverSent: text.contains("handshakeFailed"))
        }
    }

    private static let connectTimeout = "no answer to the attempt to connect"
    /// What can only go wrong before a request is sent.
    private static let earlyFailures: [HTTPClientError] = [
        .connectTimeout, .tlsHandshakeTimeout, .getConnectionFromPoolTimeout, .invalidURL, .emptyHost, .emptyScheme,
    ]
    /// What only the attempt to connect gives. https://man7.org/linux/man-pages/man2/connect.2.html
    private static let earlyErrors = [ECONNREFUSED, ENETUNREACH, EHOSTUNREACH, EADDRNOTAVAIL]

    private static func text(_ error: NIOConnectionError) -> String {
        guard let failure = error.connectionErrors.first else { return "no such host" }
        switch failure.error {
        case let error as IOError: return text(error)
        case let error as ChannelError where isTimeout(error): return connectTimeout
        default: return "\(failure.error)"
        }
    }

    private static func isTimeout(_ error: ChannelError) -> Bool {
        if case .connectTimeout = error { true } else { false }
    }

    private static func text(_ error: IOError) -> String {
        strerror(error.errnoCode).map { String(cString: $0) }?.lowercased() ?? "\(error)"
    }
}
