import Foundation
import Testing

/// A TCP connection that a test drives byte by byte, on threads that may wait.
final class RawPeer: Sendable {
    private static let queue = DispatchQueue(label: "raw peers", attributes: .concurrent)
    private let socket: Int32

    struct Failure: Error {
        let what: String
    }

    init(port: Int) async throws {
        socket = try await Self.waiting {
            let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            guard socket >= 0 else { throw Failure(what: "socket") }
            var limit = timeval(tv_sec: 20, tv_usec: 0)
            setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
            setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = UInt16(port).bigEndian
            address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            let result = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
            guard result == 0 else {
                Glibc.close(socket)
                throw Failure(what: "connect \(errno)")
            }
            return socket
        }
    }

    deinit {
        Glibc.close(socket)
    }

    private static func waiting<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws
        -> Result
    {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Swift.Result { try work() }) }
        }
    }

    func send(_ bytes: [UInt8]) async throws {
        try await Self.waiting { [socket] in
            var offset = 0
            while offset < bytes.count {
                let count = bytes.withUnsafeBytes {
                    Glibc.send(
                        socket, $0.baseAddress.map { $0 + offset }, bytes.count - offset, Int32(MSG_NOSIGNAL))
                }
                guard count > 0 else { throw Failure(what: "send \(errno)") }
                offset += count
            }
        }
    }

    func send(_ text: String) async throws {
        try await send(Array(text.utf8))
    }

    /// Reads exactly so many bytes, or fewer if the connection ends before.
    func read(_ count: Int) async throws -> [UInt8] {
        try await Self.waiting { [socket] in
            var bytes: [UInt8] = []
            while bytes.count < count {
                var buffer = [UInt8](repeating: 0, count: min(65_536, count - bytes.count))
                let got = recv(socket, &buffer, buffer.count, 0)
                if got == 0 || (got < 0 && errno == ECONNRESET) { break }
                guard got > 0 else { throw Failure(what: "recv \(errno)") }
                bytes += buffer[..<got]
            }
            return bytes
        }
    }

    /// Reads until the other side closes.
    func readToEnd() async throws -> String {
        String(decoding: try await read(1 << 24), as: UTF8.self)
    }

    /// Ends the connection as a machine does that lost its memory: with a reset.
    func reset() {
        var linger = Glibc.linger(l_onoff: 1, l_linger: 0)
        setsockopt(socket, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
        shutdown(socket, Int32(SHUT_RDWR))
        dup2(open("/dev/null", O_RDONLY), socket)
    }

    // MARK: WebSocket by hand

    /// Asks for an upgrade and reads the head of the answer.
    func upgrade(path: String = "/", headers: String = "") async throws -> String {
        try await send(
            "GET \(path) HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\(headers)\r\n")
        var head: [UInt8] = []
        while !head.suffix(4).elementsEqual("\r\n\r\n".utf8) {
            let byte = try await read(1)
            if byte.isEmpty { break }
            head += byte
        }
        return String(decoding: head, as: UTF8.self)
    }

    /// Sends one masked frame.
    func sendFrame(_ opcode: UInt8, _ payload: [UInt8], isFinal: Bool = true) async throws {
        var frame: [UInt8] = [(isFinal ? 0x80 : 0) | opcode]
        switch payload.count {
        case ..<126: frame.append(0x80 | UInt8(payload.count))
        case ..<65_536: frame += [0x80 | 126, UInt8(payload.count >> 8), UInt8(payload.count & 255)]
        default: frame += [0x80 | 127] + (0..<8).map { UInt8(truncatingIfNeeded: payload.count >> (56 - 8 * $0)) }
        }
        let mask: [UInt8] = [0x12, 0x34, 0x56, 0x78]
        frame += mask
        frame += payload.enumerated().map { $1 ^ mask[$0 & 3] }
        try await send(frame)
    }

    /// Reads one frame that is not masked.
    func readFrame() async throws -> (opcode: UInt8, payload: [UInt8])? {
        let head = try await read(2)
        guard head.count == 2 else { return nil }
        var count = Int(head[1] & 127)
        if count == 126 { count = try await read(2).reduce(0) { $0 << 8 | Int($1) } }
        if count == 127 { count = try await read(8).reduce(0) { $0 << 8 | Int($1) } }
        return (head[0] & 15, try await read(count))
    }

    /// Reads frames until the closing one and gives its code.
    func readCloseCode() async throws -> Int? {
        while let frame = try await readFrame() {
            if frame.opcode == 8 { return frame.payload.prefix(2).reduce(0) { $0 << 8 | Int($1) } }
        }
        return nil
    }
}
