import CLibwebsockets

/// One established connection, as the loop's thread sees it. Only that thread touches it.
final class WebSocketConnection {
    /// Bytes of a frame: large enough to be cheap, small enough that other connections get their turn.
    static let frameBytesMax = 64 << 10
    /// Frames written before other connections get their turn.
    private static let framesPerTurn = 16
    /// Microseconds for what is queued to the peer and for the closing handshake together.
    private static let closeMicroseconds: lws_usec_t = 5_000_000

    /// Valid until the connection's closed callback, which takes this object out of the loop's table.
    let wsi: OpaquePointer
    private let limits: LinkLimits
    private let channel: WebSocketChannel
    /// All connections' own, for libwebsockets copies what it cannot send at once.
    private let frame: FrameBuffer

    private var arriving: [UInt8] = []
    private var fragmentCount = 0
    private var leaving: [UInt8]?
    private var leavingOffset = 0
    /// The closure that is to be sent once what is queued is, or at once.
    private var closing: LinkClosure?
    /// Our closing frame is out. libwebsockets can send one itself, but as Debian builds it, with its debugging aids, it
    /// then drops the connection before it does.
    private var isCloseSent = false
    /// The closure that the peer sent.
    private var peerClosure: LinkClosure?

    /// What a callback gives back to libwebsockets.
    enum Verdict: Int32 {
        case goOn = 0
        case close = -1
    }

    init(wsi: OpaquePointer, channel: WebSocketChannel, limits: LinkLimits, frame: FrameBuffer) {
        self.wsi = wsi
        self.channel = channel
        self.limits = limits
        self.frame = frame
    }

    // MARK: Reading

    /// Takes a piece of a message.
    func receive(_ bytes: UnsafeRawBufferPointer) -> Verdict {
        guard closing == nil else { return .goOn }
        guard lws_frame_is_binary(wsi) == 0 else {
            return refuse(LinkClosure(.unsupportedData, "only text messages"))
        }
        fragmentCount += 1
        guard bytes.count <= limits.messageBytesMax - arriving.count, fragmentCount <= limits.fragmentsMax else {
            return refuse(LinkClosure(.tooBig, "a message is larger than \(limits.messageBytesMax) bytes"))
        }
        arriving.append(contentsOf: bytes)
        guard lws_is_final_fragment(wsi) != 0, lws_remaining_packet_payload(wsi) == 0 else { return .goOn }
        let message = arriving
        arriving = []
        fragmentCount = 0
        guard (try? UTF8Span(validating: message.span)) != nil else {
            return refuse(LinkClosure(.invalidText, "a message is not UTF-8"))
        }
        // Reading goes on when the queue says that it is drained.
        if case .full = channel.incoming.offer(message) { lws_rx_flow_control(wsi, 0) }
        return .goOn
    }

    /// The queue from the peer has room again.
    func resumeReading() {
        lws_rx_flow_control(wsi, 1)
    }

    /// Ends the connection for what the peer did. What is queued for it is dropped.
    private func refuse(_ closure: LinkClosure) -> Verdict {
        channel.outgoing.finish(discarding: true)
        leaving = nil
        arriving = []
        beginClosing(closure)
        return .goOn
    }

    // MARK: Writing

    /// The socket takes bytes: writes what is queued, then the closing frame if one is due.
    func write() -> Verdict {
        for _ in 0..<Self.framesPerTurn {
            guard let message = leaving ?? channel.outgoing.poll() else { return finishIfClosing() }
            leaving = message
            guard let count = frame.write(message, from: leavingOffset, to: wsi) else { return .close }
            leavingOffset += count
            if leavingOffset == message.count {
                leaving = nil
                leavingOffset = 0
            }
            if lws_send_pipe_choked(wsi) != 0 { break }
        }
        requestWrite()
        return .goOn
    }

    /// Asks to be called when the socket takes bytes.
    func requestWrite() {
        lws_callback_on_writable(wsi)
    }

    // MARK: Closing

    /// Whether this side has begun to end the connection.
    var isClosing: Bool { closing != nil }

    /// Ends the connection when what is queued is sent.
    func beginClosing(_ closure: LinkClosure) {
        guard closing == nil, peerClosure == nil else { return }
        closing = closure
        // A peer that neither reads nor answers is cut off.
        lws_set_timer_usecs(wsi, Self.closeMicroseconds)
        lws_rx_flow_control(wsi, 1)
        requestWrite()
    }

    private func finishIfClosing() -> Verdict {
        guard let closing, !isCloseSent else { return .goOn }
        isCloseSent = true
        // Goes on with the peer's answer, or ends with the timer.
        return frame.writeClose(closing, to: wsi) ? .goOn : .close
    }

    /// The peer sent a closing frame. One that answers ours ends the connection; any other libwebsockets answers.
    func peerCloses(_ payload: UnsafeRawBufferPointer) -> Verdict {
        guard !isCloseSent else { return .close }
        peerClosure = Self.closure(payload)
        return .goOn
    }

    private static func closure(_ payload: UnsafeRawBufferPointer) -> LinkClosure {
        guard payload.count >= 2 else { return LinkClosure(.noStatus, origin: .peer) }
        let code = UInt16(payload[0]) << 8 | UInt16(payload[1])
        let reason = String(decoding: payload.dropFirst(2), as: UTF8.self)
        return LinkClosure(LinkClosure.Code(rawValue: code), reason, origin: .peer)
    }

    /// The connection is gone.
    func end() {
        let unsent = LinkClosure(.abnormal, "the connection broke", origin: .failure)
        channel.end(closing ?? peerClosure ?? unsent)
    }
}
