internal import Glibc

/// Takes escape sequences out of a stream of bytes: what is left is what a person sees, and is searched.
///
///     text ──ESC──> escape ──[──> control sequence ──final byte──> text
///                     │ ──] P X ^ _──> string ──BEL, ESC \──> text
///                     └─anything else──> text
///
/// A line end ends every one of them, as it does where lines are shown.
struct EscapeFilter {
    private enum State {
        case text, escape, controlSequence, string, stringEscape
    }

    private var state = State.text

    /// True when nothing of these bytes is an escape sequence.
    func passesWhole(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let base = bytes.baseAddress else { return true }
        return unsafe state == .text && memchr(base, 0x1B, bytes.count) == nil
    }

    /// Copies what is no part of an escape sequence.
    ///
    /// - Parameters:
    ///   - bytes: The next bytes of the stream.
    ///   - buffer: Where to; it has room for all of them.
    ///   - most: Copies no more.
    /// - Returns: The bytes copied, and those read for it.
    mutating func strip(
        _ bytes: UnsafeRawBufferPointer, into buffer: UnsafeMutableRawBufferPointer, most: Int = .max
    ) -> (copied: Int, read: Int) {
        guard let source = bytes.baseAddress, let target = buffer.baseAddress else { return (0, 0) }
        var (copied, read) = (0, 0)
        while read < bytes.count, copied < most {
            guard state == .text else {
                if unsafe take(bytes[read]) { read += 1 }
                continue
            }
            let rest = bytes.count - read
            let escape = unsafe memchr(source + read, 0x1B, rest)
            let run = unsafe escape.map { unsafe UnsafeRawPointer($0) - (source + read) } ?? rest
            let count = min(run, most - copied)
            unsafe memcpy(target + copied, source + read, count)
            copied += count
            read += count
            guard count == run, read < bytes.count else { continue }
            state = .escape
            read += 1
        }
        return (copied, read)
    }

    /// Takes a byte of an escape sequence; false for one that is no part of it.
    private mutating func take(_ byte: UInt8) -> Bool {
        if byte == 0x0A {
            state = .text
            return false
        }
        switch state {
        case .text: return false
        case .escape: state = Self.state(after: byte)
        case .controlSequence: if (0x40...0x7E).contains(byte) { state = .text }
        case .string:
            if byte == 0x07 { state = .text }
            if byte == 0x1B { state = .stringEscape }
        case .stringEscape: state = byte == UInt8(ascii: "\\") ? .text : Self.state(after: byte)
        }
        return true
    }

    private static func state(after byte: UInt8) -> State {
        switch byte {
        case UInt8(ascii: "["): .controlSequence
        case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "X"), UInt8(ascii: "^"), UInt8(ascii: "_"): .string
        case 0x20...0x2F, 0x1B: .escape
        default: .text
        }
    }
}
