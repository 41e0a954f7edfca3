internal import UnicodeData

/// White space, line terminators and comments.
///
/// https://tc39.es/ecma262/#sec-white-space and the two clauses after it;
/// https://tc39.es/ecma262/#sec-html-like-comments
extension Lexer {
    /// Skips `#! …` at the very start.
    mutating func skipHashbang() {
        if bytes[0] == 0x23, bytes[1] == 0x21 { skipToLineEnd() }
    }

    /// Skips to the next token and notes line terminators on the way. False after an unterminated comment.
    @inline(__always)
    mutating func skipTrivia() -> Bool {
        while true {
            let byte = bytes[position]
            if byte == 0x20 {
                position &+= 1
            } else if byte > 0x20, byte != 0x2F, byte != 0x3C, byte != 0x2D, byte < 0x80 {
                return true
            } else {
                switch skipUncommonTrivia(byte) {
                case .skipped: continue
                case .token: return true
                case .unterminatedComment: return false
                }
            }
        }
    }

    /// What `skipUncommonTrivia` found.
    private enum Trivia {
        case skipped
        case token
        case unterminatedComment
    }

    @inline(never)
    private mutating func skipUncommonTrivia(_ byte: UInt8) -> Trivia {
        switch byte {
        case 0x09, 0x0B, 0x0C:
            position &+= 1
        case 0x0A, 0x0D:
            token.flags.insert(.lineTerminatorBefore)
            position &+= 1
        case 0x2F where bytes[position &+ 1] == 0x2F:
            skipToLineEnd()
        case 0x2F where bytes[position &+ 1] == 0x2A:
            return skipBlockComment() ? .skipped : .unterminatedComment
        case 0x3C where allowsHTMLComments && isHTMLCommentOpen:
            skipToLineEnd()
        case 0x2D where allowsHTMLComments && isHTMLCommentClose:
            skipToLineEnd()
        case 0x80...:
            return skipNonASCIISpace() ? .skipped : .token
        default:
            return .token
        }
        return .skipped
    }

    private var isHTMLCommentOpen: Bool {
        bytes[position &+ 1] == 0x21 && bytes[position &+ 2] == 0x2D && bytes[position &+ 3] == 0x2D
    }

    /// `-->` counts only where nothing but white space and comments precedes it on its line.
    private var isHTMLCommentClose: Bool {
        bytes[position &+ 1] == 0x2D && bytes[position &+ 2] == 0x3E
            && (token.flags.contains(.lineTerminatorBefore) || token.end == 0)
    }

    private mutating func skipNonASCIISpace() -> Bool {
        var next = position
        let codePoint = decode(&next)
        if UnicodeIdentifiers.isLineTerminator(codePoint) {
            token.flags.insert(.lineTerminatorBefore)
        } else if !UnicodeIdentifiers.isWhiteSpace(codePoint) {
            return false
        }
        position = next
        return true
    }

    private mutating func skipToLineEnd() {
        while true {
            let byte = bytes[position]
            if byte == 0x0A || byte == 0x0D || (byte == 0 && position >= count) { return }
            if byte == 0xE2, isLineSeparator(at: position) { return }
            position &+= 1
        }
    }

    private mutating func skipBlockComment() -> Bool {
        let start = position
        position &+= 2
        while true {
            let byte = bytes[position]
            switch byte {
            case 0x2A where bytes[position &+ 1] == 0x2F:
                position &+= 2
                return true
            case 0x0A, 0x0D:
                token.flags.insert(.lineTerminatorBefore)
            case 0xE2 where isLineSeparator(at: position):
                token.flags.insert(.lineTerminatorBefore)
            case 0 where position >= count:
                token.start = UInt32(truncatingIfNeeded: start)
                reject(.unterminatedComment, from: start, to: start &+ 2)
                return false
            default:
                break
            }
            position &+= 1
        }
    }

    /// The first byte behind white space and comments after `offset`; used to look for a trailing comma.
    mutating func byteAfterTrivia(from offset: UInt32) -> UInt8 {
        let here = checkpoint
        position = Int(offset)
        let found = skipTrivia() ? bytes[position] : 0
        restore(here)
        return found
    }
}
