import CLibwebsockets

/// What libwebsockets calls for everything that happens, on the loop's thread.
///
/// Returns 0 to go on and another number to refuse or close, as the reason has it.
/// https://libwebsockets.org/lws-api-doc-v4.1-stable/html/group__usercb.html
func webSocketCallback(
    _ wsi: OpaquePointer?, _ reason: lws_callback_reasons, _ user: UnsafeMutableRawPointer?,
    _ input: UnsafeMutableRawPointer?, _ length: Int
) -> Int32 {
    guard let wsi, let loop = try? WebSocketLoop.shared() else { return 0 }
    // All pointers are valid for the length of this call, which stays on this thread.
    nonisolated(unsafe) let callback = Callback(reason: reason, wsi: wsi, input: input, length: length)
    return loop.assumeIsolated { $0.handle(callback) }
}

/// What libwebsockets calls with.
private struct Callback {
    let reason: lws_callback_reasons
    let wsi: OpaquePointer
    /// What it points to depends on the reason.
    let input: UnsafeMutableRawPointer?
    /// Bytes at `input`, unless the reason gives it another meaning.
    let length: Int

    /// The text at `input`, for reasons that give a string without a length.
    var string: String {
        input.map { String(cString: $0.assumingMemoryBound(to: CChar.self)) } ?? ""
    }

    var bytes: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: input, count: input == nil ? 0 : length)
    }
}

/// What libuv calls when peers wait at a listening socket, on the loop's thread.
func listeningCallback(_ watcher: UnsafeMutablePointer<uv_poll_t>?, _ status: Int32, _ events: Int32) {
    guard let watcher, let loop = try? WebSocketLoop.shared() else { return }
    let number = Int(bitPattern: watcher.pointee.data)
    loop.assumeIsolated { $0.acceptPeers(number) }
}

extension WebSocketLoop {
    /// Sorts a callback by its reason.
    fileprivate func handle(_ callback: Callback) -> Int32 {
        let wsi = callback.wsi
        let id = Int(bitPattern: lws_get_opaque_user_data(wsi))
        switch callback.reason {
        case LWS_CALLBACK_RECEIVE, LWS_CALLBACK_CLIENT_RECEIVE:
            return receive(callback.bytes, id: id).rawValue
        case LWS_CALLBACK_SERVER_WRITEABLE, LWS_CALLBACK_CLIENT_WRITEABLE:
            return connection(id)?.write().rawValue ?? -1
        case LWS_CALLBACK_WS_PEER_INITIATED_CLOSE:
            return connection(id)?.peerCloses(callback.bytes).rawValue ?? -1
        case LWS_CALLBACK_CLOSED, LWS_CALLBACK_CLIENT_CLOSED: end(id)
        case LWS_CALLBACK_WSI_DESTROY:
            end(id)
            remove(id)
        // The timer is that of a handshake, of a kill or of a close. It cannot be cancelled: version 4.1 lets it fire at once.
        case LWS_CALLBACK_TIMER: return connection(id).map { $0.isClosing ? -1 : 0 } ?? -1
        case LWS_CALLBACK_HTTP_CONFIRM_UPGRADE: return confirmUpgrade(wsi, id: id, to: callback.string)
        case LWS_CALLBACK_HTTP: return refuse(wsi, status: 426)
        case LWS_CALLBACK_ESTABLISHED: return acceptUpgrade(wsi, id: id)
        case LWS_CALLBACK_CLIENT_APPEND_HANDSHAKE_HEADER:
            return appendAuthorization(wsi, id: id, cursor: callback.input, room: callback.length)
        case LWS_CALLBACK_WSI_CREATE: noteConnected(id)
        case LWS_CALLBACK_CLIENT_ESTABLISHED: completeDial(wsi, id: id)
        case LWS_CALLBACK_CLIENT_CONNECTION_ERROR: failDial(id, Self.reason(callback.bytes))
        // libwebsockets takes 0 as "accept", also for a certificate that libssl has just found wanting; the length is
        // libssl's own verdict.
        case LWS_CALLBACK_OPENSSL_PERFORM_CLIENT_CERT_VERIFICATION,
            LWS_CALLBACK_OPENSSL_PERFORM_SERVER_CERT_VERIFICATION:
            return callback.length == 0 ? 1 : 0
        default: break
        }
        return 0
    }

    /// A connection is closed, in whatever state it was.
    private func end(_ id: Int) {
        failDial(id, "closed before the handshake was complete")
        guard let connection = connection(id) else { return }
        setStage(.ended, of: id)
        connection.end()
    }

    // MARK: Peers that dial

    /// Decides whether a request may become a link, before it is answered.
    private func confirmUpgrade(_ wsi: OpaquePointer, id: Int, to subject: String) -> Int32 {
        guard let endpoint = connections[id]?.endpoint, let listening = endpoint.listening,
            subject.lowercased() == "websocket"
        else { return refuse(wsi, status: 400) }
        if let token = listening.token {
            let header = Self.header(wsi, WSI_TOKEN_HTTP_AUTHORIZATION)
            guard let header, token.matches(headerValue: header) else { return refuse(wsi, status: 401) }
        }
        guard let path = Self.header(wsi, WSI_TOKEN_GET_URI), listening.paths?.contains(path) ?? true else {
            return refuse(wsi, status: 404)
        }
        guard endpoint.hasRoom, !endpoint.accepted.isFull else { return refuse(wsi, status: 503) }
        let name = endpoint.configuration.security == nil ? nil : Self.certificateName(of: wsi)
        setStage(.upgrading(LinkPeer(address: Self.address(of: wsi), path: path, certificateName: name)), of: id)
        return 0
    }

    private func acceptUpgrade(_ wsi: OpaquePointer, id: Int) -> Int32 {
        guard case .upgrading(let peer) = connections[id]?.stage, let link = establish(id, wsi, peer: peer) else {
            return -1
        }
        guard let accepted = connections[id]?.endpoint.accepted, case .ended = accepted.offer(link) else { return 0 }
        return -1
    }

    /// Answers a plain HTTP request with a status and closes the connection, whatever else it holds.
    private func refuse(_ wsi: OpaquePointer, status: UInt32) -> Int32 {
        lws_return_http_status(wsi, status, nil)
        return -1
    }

    // MARK: Peers that are dialled

    /// Writes the token into the request at `cursor`, which has `room` bytes.
    private func appendAuthorization(
        _ wsi: OpaquePointer, id: Int, cursor: UnsafeMutableRawPointer?, room: Int
    ) -> Int32 {
        guard case .dialling(let dial) = connections[id]?.stage, let token = dial.token, let cursor else { return 0 }
        // The input is the address of the pointer to where the request goes on.
        let position = cursor.assumingMemoryBound(to: UnsafeMutablePointer<UInt8>?.self)
        let value = token.headerValue
        return value.withCString { text in
            lws_add_http_header_by_name(
                wsi, "authorization:", text, Int32(value.utf8.count), position, position.pointee.map { $0 + room })
        }
    }

    /// Why a handshake failed, in libwebsockets' words. Of TLS it only says that it was that.
    private static func reason(_ bytes: UnsafeRawBufferPointer) -> String {
        let message = text(bytes)
        if message.contains("SSL err") { return "TLS failed: the certificates do not fit, or the peer speaks no TLS" }
        return message.isEmpty ? "no reason given" : message
    }

    /// The TCP connection is made.
    private func noteConnected(_ id: Int) {
        guard case .dialling(var dial) = connections[id]?.stage else { return }
        dial.isConnected = true
        setStage(.dialling(dial), of: id)
    }

    private func completeDial(_ wsi: OpaquePointer, id: Int) {
        guard case .dialling(let dial) = connections[id]?.stage else { return }
        let name = dial.url.isSecure ? Self.certificateName(of: wsi) : nil
        let peer = LinkPeer(address: dial.address, path: dial.url.path, certificateName: name)
        guard let link = establish(id, wsi, peer: peer) else { return }
        if connections[id]?.endpoint.isStopping ?? true { link.close(LinkClosure(.goingAway)) }
        dial.continuation.resume(returning: .success(link))
    }

    // MARK: What libwebsockets knows of a connection

    /// Bytes of a header, an address or a name that are looked at.
    private static let textBytesMax = 2048

    private static func header(_ wsi: OpaquePointer, _ token: lws_token_indexes) -> String? {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: textBytesMax) { buffer in
            // Writes at most the capacity, the terminating zero included; negative if it does not fit.
            let count = lws_hdr_copy(wsi, buffer.baseAddress, Int32(buffer.count), token)
            guard count > 0 else { return nil }
            return text(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<Int(count)]))
        }
    }

    private static func address(of wsi: OpaquePointer) -> String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: textBytesMax) { buffer in
            buffer.initialize(repeating: 0)
            // Writes a string that ends in zero and fits the capacity.
            lws_get_peer_simple(wsi, buffer.baseAddress, buffer.count)
            return text(UnsafeRawBufferPointer(buffer))
        }
    }

    /// The common name of the peer's certificate, which libssl has verified.
    private static func certificateName(of wsi: OpaquePointer) -> String? {
        var information = lws_tls_cert_info_results()
        let capacity = MemoryLayout.size(ofValue: information.ns.name)
        guard lws_tls_peer_cert_info(wsi, LWS_TLS_CERT_INFO_COMMON_NAME, &information, capacity) == 0 else {
            return nil
        }
        let count = min(max(Int(information.ns.len), 0), capacity)
        // The first `len` bytes of the name are written.
        return withUnsafeBytes(of: &information.ns.name) { text(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
    }

    /// The text up to the first zero.
    private static func text(_ bytes: UnsafeRawBufferPointer) -> String {
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
}
