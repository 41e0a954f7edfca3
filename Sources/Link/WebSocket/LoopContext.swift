import CLibwebsockets
import Foundation

/// One libwebsockets context. Made and used on the loop's thread.
///
/// Each endpoint has one for itself, since a context chooses among its virtual hosts by what a peer claims: the names in
/// its TLS hello and its `Host` header. A context is never destroyed but used again by later endpoints: when it is
/// destroyed, version 4.1 closes a descriptor twice, and in between another thread may have got its number.
struct LoopContext {
    /// Bytes read at once, and given to a callback at once.
    private static let readBytesMax = 64 << 10
    /// Bytes of a peer's request or answer with all its headers.
    private static let headerBytesMax: UInt16 = 8 << 10
    /// Handshakes that have their headers parsed at the same time. Each endpoint has its own, lower bound; a dialler and
    /// the server that it waits for share this one, so it must not be what holds them up.
    private static let headerTablesMax = UInt16.max
    /// Seconds for a connection to be made, and for each step of a handshake.
    private static let handshakeSeconds: UInt32 = 10
    /// The largest descriptor of a connection. libwebsockets allocates a table for as many as the process may have,
    /// which can be a thousand million; a smaller table of its own it would search from end to end.
    private static let descriptorsMax: rlim_t = 262_144

    private let context: OpaquePointer

    /// Makes the context.
    ///
    /// - Parameter isFirst: whether it is the process's first. That one sets up TLS for all: if a later one did so again,
    ///   libwebsockets would no longer find the connections that belong to sessions of libssl.
    init(loop: UnsafeMutablePointer<uv_loop_t>, isFirst: Bool) throws(LinkError) {
        // It writes to standard error by default, which is not a library's to use.
        lws_set_log_level(0, nil)
        // One pointer to the loop; never freed, as the context is not.
        let foreignLoops = UnsafeMutablePointer<UnsafeMutableRawPointer?>.allocate(capacity: 1)
        foreignLoops.initialize(to: UnsafeMutableRawPointer(loop))
        var info = lws_context_creation_info()
        info.port = CONTEXT_PORT_NO_LISTEN
        info.options = enclave_lws_context_options | (isFirst ? enclave_lws_use_tls : 0)
        info.foreign_loops = foreignLoops
        info.pt_serv_buf_size = UInt32(Self.readBytesMax)
        info.max_http_header_data = Self.headerBytesMax
        info.max_http_header_pool = Self.headerTablesMax
        info.timeout_secs = Self.handshakeSeconds
        let context = Self.withDescriptorLimit { lws_create_context(&info) }
        guard let context else {
            throw LinkError(.configuration, "libwebsockets does not start: is its libuv event library installed?")
        }
        self.context = context
    }

    /// Runs with the process's limit of descriptors lowered to the largest that is of use here.
    private static func withDescriptorLimit(_ make: () -> OpaquePointer?) -> OpaquePointer? {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0, limit.rlim_cur > descriptorsMax
        else {
            return make()
        }
        var lowered = limit
        lowered.rlim_cur = descriptorsMax
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &lowered)
        defer { setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) }
        return make()
    }

    /// Has libwebsockets look, on the loop's next turn, at what it has read and not given out.
    func wake() {
        lws_cancel_service(context)
    }

    /// The same, if there is such a thing. With libuv it looks once after each event of a socket, which is not enough
    /// where more than one step is left of what libssl has decrypted.
    func wakeIfPending() {
        if lws_service_adjust_timeout(context, 1, 0) == 0 { wake() }
    }

    // MARK: Virtual hosts

    /// Makes the virtual host of an endpoint.
    ///
    /// - Parameter number: unlike that of any other endpoint.
    func makeHost(
        _ configuration: WebSocketEndpoint.Configuration, number: Int, _ memory: HostMemory
    ) throws(LinkError) -> OpaquePointer {
        try configuration.security?.check()
        var info = lws_context_creation_info()
        info.port = CONTEXT_PORT_NO_LISTEN
        info.vhost_name = memory.string(Self.hostName(number))
        info.protocols = UnsafePointer(memory.protocols)
        info.alpn = memory.string("http/1.1")
        info.server_string = memory.string("enclave")
        info.connect_timeout_secs = Self.handshakeSeconds
        info.timeout_secs_ah_idle = Self.handshakeSeconds
        info.keepalive_timeout = 1
        switch configuration.role {
        case .server:
            // Without a listener of its own, but of a server's kind.
            info.port = CONTEXT_PORT_NO_LISTEN_SERVER
            if let security = configuration.security {
                info.options = enclave_lws_require_client_certificate | enclave_lws_no_system_authorities
                info.ssl_cert_filepath = memory.string(security.certificateFile)
                info.ssl_private_key_filepath = memory.string(security.privateKeyFile)
                info.ssl_ca_filepath = memory.string(security.authorityFile)
                info.ssl_options_set = enclave_tls_options
            }
        case .dialler:
            info.ka_time = ListeningSocket.keepAlive.idle
            info.ka_interval = ListeningSocket.keepAlive.interval
            info.ka_probes = ListeningSocket.keepAlive.probes
            info.ssl_client_options_set = enclave_tls_options
            info.options = enclave_lws_use_tls
            // Clears options that libssl does not have. libwebsockets shares one libssl context among all hosts of the same
            // settings, file names included, and would go on with files that have since been replaced.
            info.ssl_client_options_clear = number << 40
            if let security = configuration.security {
                info.options |= enclave_lws_no_system_authorities
                info.client_ssl_cert_filepath = memory.string(security.certificateFile)
                info.client_ssl_private_key_filepath = memory.string(security.privateKeyFile)
                info.client_ssl_ca_filepath = memory.string(security.authorityFile)
            }
        }
        guard let host = lws_create_vhost(context, &info) else {
            throw LinkError(.configuration, "the certificates cannot be used")
        }
        return host
    }

    /// Frees a virtual host that has no connections.
    ///
    /// - Returns: whether it is gone. If libwebsockets still counts a connection, it stays for ever, and the context must
    ///   not be used again.
    func destroyHost(_ host: OpaquePointer, number: Int) -> Bool {
        lws_vhost_destroy(host)
        return lws_get_vhost_by_name(context, Self.hostName(number)) == nil
    }

    private static func hostName(_ number: Int) -> String {
        "endpoint-\(number)"
    }

    // MARK: Connections

    /// Gives an accepted socket to libwebsockets; nil, and the socket closed, if it does not take it.
    func adopt(_ socket: Int32, host: OpaquePointer, isSecure: Bool, id: Int) -> OpaquePointer? {
        var description = lws_adopt_desc_t()
        description.vh = host
        description.type = lws_adoption_type(
            rawValue: LWS_ADOPT_SOCKET.rawValue | LWS_ADOPT_HTTP.rawValue
                | (isSecure ? LWS_ADOPT_ALLOW_SSL.rawValue : 0))
        description.fd.sockfd = socket
        description.opaque = UnsafeMutableRawPointer(bitPattern: id)
        return lws_adopt_descriptor_vhost_via_info(&description)
    }

    /// Begins a handshake; its end is told by callbacks. Nil if it fails at once.
    func connect(_ url: WebSocketURL, address: String, host: OpaquePointer, id: Int) -> OpaquePointer? {
        // libwebsockets copies these strings before it returns.
        address.withCString { address in
            url.path.withCString { path in
                url.authority.withCString { authority in
                    HostMemory.subprotocol.withCString { subprotocol in
                        var info = lws_client_connect_info()
                        info.context = context
                        info.vhost = host
                        info.address = address
                        info.port = Int32(url.port)
                        info.path = path
                        info.host = authority
                        info.origin = authority
                        info.protocol = subprotocol
                        info.local_protocol_name = subprotocol
                        info.ietf_version_or_minus_one = -1
                        info.ssl_connection = Int32(LCCSCF_HTTP_NO_FOLLOW_REDIRECT.rawValue)
                        if url.isSecure { info.ssl_connection |= Int32(LCCSCF_USE_SSL.rawValue) }
                        info.opaque_user_data = UnsafeMutableRawPointer(bitPattern: id)
                        return lws_client_connect_via_info(&info)
                    }
                }
            }
        }
    }

    /// Has a connection's timer fire on the loop's next turn; its callback closes what is not established.
    ///
    /// libwebsockets' own way to kill a connection is forgotten at the next step of a handshake.
    func kill(_ wsi: OpaquePointer) {
        lws_set_timer_usecs(wsi, 1)
        wake()
    }
}

/// Memory that a virtual host refers to and does not copy.
///
/// It names no extensions. libwebsockets' permessage-deflate holds an assertion that a peer's frame can break, and Debian
/// builds it with assertions on, so one message would end the process.
final class HostMemory {
    /// The subprotocol of the channel between broker and runtime.
    static let subprotocol = "enclavejs-v1"

    /// The subprotocol and a terminator.
    let protocols: UnsafeMutablePointer<lws_protocols>
    private var strings: [UnsafeMutablePointer<CChar>] = []

    init() {
        protocols = .allocate(capacity: 2)
        protocols.initialize(repeating: lws_protocols(), count: 2)
        protocols[0].name = string(Self.subprotocol)
        protocols[0].callback = webSocketCallback
    }

    deinit {
        for string in strings { free(string) }
        protocols.deallocate()
    }

    /// A copy of the text that lives as long as this object.
    func string(_ text: String) -> UnsafePointer<CChar>? {
        guard let copy = strdup(text) else { return nil }
        strings.append(copy)
        return UnsafePointer(copy)
    }
}
