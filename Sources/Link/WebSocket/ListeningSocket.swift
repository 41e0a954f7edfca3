import CLibwebsockets
import Foundation

/// A listening TCP socket, watched by the loop. Made and used on the loop's thread.
///
/// The sockets are accepted here and given to libwebsockets, whose own listeners can only be closed by destroying their
/// context, which version 4.1 does by closing a descriptor twice.
final class ListeningSocket {
    /// Sockets accepted before other connections get their turn.
    private static let acceptsPerTurn = 64
    /// Connections that the kernel keeps for us.
    private static let backlog: Int32 = 1024
    /// Seconds of silence after which the kernel asks whether the peer's machine is there, how often, how many times.
    static let keepAlive: (idle: Int32, interval: Int32, probes: Int32) = (15, 5, 3)

    let port: Int
    private let descriptor: Int32
    /// Freed by the loop once it has closed it.
    private let watcher: UnsafeMutablePointer<uv_poll_t>
    /// Kept so that there is a descriptor to accept and refuse a peer with when all are used up: an unaccepted one would
    /// have the loop turn without end.
    private var spare: Int32

    /// Listens, and has `callback` called when peers are there.
    ///
    /// - Parameter number: put into the watcher's data, for the callback.
    init(
        address: String, port: Int, number: Int, loop: UnsafeMutablePointer<uv_loop_t>, callback: uv_poll_cb
    ) throws(LinkError) {
        guard let bound = Self.listen(address, port) else {
            throw LinkError(.configuration, "cannot listen on \(address) port \(port)")
        }
        descriptor = bound.descriptor
        self.port = bound.port
        spare = open("/dev/null", O_RDONLY | O_CLOEXEC)
        watcher = .allocate(capacity: 1)
        guard uv_poll_init(loop, watcher, descriptor) == 0 else {
            watcher.deallocate()
            Glibc.close(descriptor)
            Glibc.close(spare)
            throw LinkError(.configuration, "cannot watch \(address) port \(bound.port)")
        }
        watcher.pointee.data = UnsafeMutableRawPointer(bitPattern: number)
        uv_poll_start(watcher, Int32(UV_READABLE.rawValue), callback)
    }

    /// The sockets of peers that are there, each the caller's to close.
    func accept() -> [Int32] {
        var sockets: [Int32] = []
        while sockets.count < Self.acceptsPerTurn {
            let socket = accept4(descriptor, nil, nil, Int32(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue))
            if socket >= 0 {
                Self.prepare(socket)
                sockets.append(socket)
            } else if errno == EMFILE || errno == ENFILE {
                refuseOne()
                break
            } else if errno != ECONNABORTED && errno != EINTR {
                break
            }
        }
        return sockets
    }

    /// Stops listening.
    func close() {
        uv_poll_stop(watcher)
        // libuv lets the descriptor be closed once its watcher is stopped, and frees the watcher when it is done with it.
        watcher.withMemoryRebound(to: uv_handle_t.self, capacity: 1) { handle in
            uv_close(handle) { $0?.deallocate() }
        }
        Glibc.close(descriptor)
        Glibc.close(spare)
    }

    private func refuseOne() {
        Glibc.close(spare)
        let socket = accept4(descriptor, nil, nil, Int32(SOCK_CLOEXEC.rawValue))
        if socket >= 0 { Glibc.close(socket) }
        spare = open("/dev/null", O_RDONLY | O_CLOEXEC)
    }

    /// Small messages go out at once, and a machine that is gone is noticed.
    private static func prepare(_ socket: Int32) {
        for (level, option, value) in [
            (IPPROTO_TCP, TCP_NODELAY, 1), (Int(SOL_SOCKET), SO_KEEPALIVE, 1),
            (IPPROTO_TCP, TCP_KEEPIDLE, keepAlive.idle),
            (IPPROTO_TCP, TCP_KEEPINTVL, keepAlive.interval), (IPPROTO_TCP, TCP_KEEPCNT, keepAlive.probes),
        ] {
            var value = value
            setsockopt(socket, Int32(level), option, &value, socklen_t(MemoryLayout<Int32>.size))
        }
    }

    private static func listen(_ address: String, _ port: Int) -> (descriptor: Int32, port: Int)? {
        var hints = addrinfo()
        hints.ai_flags = AI_PASSIVE | AI_NUMERICHOST | AI_NUMERICSERV
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(address, String(port), &hints, &list) == 0, let entry = list?.pointee else { return nil }
        // Valid until here; the address in it is read before.
        defer { freeaddrinfo(list) }
        let type = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(entry.ai_family, type, 0)
        guard descriptor >= 0 else { return nil }
        var yes: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        guard bind(descriptor, entry.ai_addr, entry.ai_addrlen) == 0, Glibc.listen(descriptor, backlog) == 0,
            let port = boundPort(of: descriptor)
        else {
            Glibc.close(descriptor)
            return nil
        }
        return (descriptor, port)
    }

    private static func boundPort(of descriptor: Int32) -> Int? {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let result = withUnsafeMutablePointer(to: &storage) { pointer in
            // The kernel writes an address of its family, at most the size of the storage.
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
        }
        guard result == 0 else { return nil }
        return withUnsafePointer(to: &storage) { pointer in
            // The port stands at the same place in the addresses of both families.
            pointer.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { Int(UInt16(bigEndian: $0.pointee.sin_port)) }
        }
    }
}
