import Glibc

/// Reads the prompt line by line, no further than it must.
///
/// A script is performed while it is read, so that most of a long prompt is still in the pipe while its first lines are
/// at work: what a supervisor that writes before it reads would deadlock on.
struct PromptReader {
    /// Names the prompt as far as it was read (FNV-1a).
    private(set) var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    private var buffer: [UInt8] = []
    private var searched = 0

    /// The next line without its line break; `nil` at the end of the prompt.
    mutating func nextLine() -> String? {
        while true {
            if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) { return take(upTo: end, and: 1) }
            searched = buffer.count
            guard fill() else { return buffer.isEmpty ? nil : take(upTo: buffer.count, and: 0) }
        }
    }

    private mutating func take(upTo end: Int, and lineBreak: Int) -> String {
        for byte in buffer[..<end] { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        var line = buffer[..<end]
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        let text = String(decoding: line, as: UTF8.self)
        buffer.removeFirst(end + lineBreak)
        searched = 0
        return text
    }

    /// Reads one more piece; false at the end of the prompt, which a closed stdin is too.
    private mutating func fill() -> Bool {
        let piece = unsafe [UInt8](unsafeUninitializedCapacity: 4096) { bytes, count in
            var received: Int
            repeat {
                received = unsafe read(STDIN_FILENO, bytes.baseAddress, bytes.count)
            } while received < 0 && errno == EINTR
            count = max(received, 0)
        }
        buffer += piece
        return !piece.isEmpty
    }
}
