import CLibwebsockets

/// Room for one frame's payload with the bytes in front that libwebsockets writes the frame's head into.
///
/// libwebsockets also masks the payload in place, so a message is always copied here before it is written.
final class FrameBuffer {
    /// A closing frame, which libwebsockets knows and its public header leaves out: lib/core/private-lib-core.h.
    private static let closeFrame = lws_write_protocol(rawValue: 4)

    let payloadBytesMax: Int
    /// `LWS_PRE` bytes, then the payload. Allocated for the life of this object and touched on the loop's thread only.
    private let bytes: UnsafeMutablePointer<UInt8>

    init(payloadBytesMax: Int) {
        self.payloadBytesMax = payloadBytesMax
        bytes = .allocate(capacity: enclave_lws_pre + payloadBytesMax)
    }

    deinit {
        bytes.deallocate()
    }

    /// Writes the frame that begins the closing handshake.
    ///
    /// - Returns: whether it was written.
    func writeClose(_ closure: LinkClosure, to wsi: OpaquePointer) -> Bool {
        let code = closure.code.rawValue
        let content = [UInt8(truncatingIfNeeded: code >> 8), UInt8(truncatingIfNeeded: code)] + closure.reason.utf8
        let payload = bytes + enclave_lws_pre
        let count = min(content.count, payloadBytesMax)
        // At most as many bytes as the allocation has behind the head.
        for index in 0..<count { payload[index] = content[index] }
        return lws_write(wsi, payload, count, Self.closeFrame) >= 0
    }

    /// Writes a part of a message as one frame.
    ///
    /// - Returns: the bytes written, or nil if the connection is broken.
    func write(_ message: [UInt8], from offset: Int, to wsi: OpaquePointer) -> Int? {
        let count = min(payloadBytesMax, message.count - offset)
        let payload = bytes + enclave_lws_pre
        // Holds `count` bytes: at most `payloadBytesMax`, which the allocation has behind the head.
        message.withUnsafeBufferPointer { source in
            if let base = source.baseAddress { payload.update(from: base + offset, count: count) }
        }
        let isLast = offset + count == message.count
        let flags = lws_write_ws_flags(Int32(LWS_WRITE_TEXT.rawValue), offset == 0 ? 1 : 0, isLast ? 1 : 0)
        let written = lws_write(wsi, payload, count, lws_write_protocol(rawValue: UInt32(truncatingIfNeeded: flags)))
        return written < count ? nil : count
    }
}
