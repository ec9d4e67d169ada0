internal import CText
internal import Glibc
internal import SpawnCore

/// Makes of bytes what a person sees of them, which is what is searched: without escape sequences and control characters, and
/// without what was erased or written over.
///
/// It leaves tabs and line ends, and what is no UTF-8 as it is. A line end ends every escape sequence, as it does where lines
/// are shown.
@safe struct VisibleText: ~Copyable {
    /// Where it is, when it is not the bytes themselves; made for the first ones that need it.
    private var buffer: UnsafeMutableRawBufferPointer

    init() { unsafe buffer = UnsafeMutableRawBufferPointer(start: nil, count: 0) }

    deinit { unsafe buffer.deallocate() }

    /// What is seen of some lines.
    ///
    /// - Parameter bytes: Whole lines.
    /// - Returns: The text, valid until this is called again, and as long as the bytes are.
    mutating func text(of bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        if unsafe aurora_plain_length(bytes.baseAddress, bytes.count) == bytes.count { return unsafe bytes }
        if unsafe buffer.count < bytes.count {
            unsafe buffer.deallocate()
            unsafe buffer = .allocate(byteCount: bytes.count, alignment: 64)
        }
        var writer = unsafe Writer(buffer)
        unsafe writer.take(bytes)
        return unsafe UnsafeRawBufferPointer(rebasing: buffer[..<writer.count])
    }

    /// Writes the text, of which there is never more than there are bytes.
    @safe private struct Writer {
        private let target: UnsafeMutableRawBufferPointer
        private(set) var count = 0
        private var parser = EscapeParser()
        /// A carriage return erases only when something is written after it.
        private var isReturned = false
        /// Something was left out since the last byte.
        private var isApart = false

        init(_ target: UnsafeMutableRawBufferPointer) { unsafe self.target = unsafe target }

        mutating func take(_ bytes: UnsafeRawBufferPointer) {
            var read = 0
            while read < bytes.count {
                let byte = unsafe bytes[read]
                if byte == 0x0A { parser = EscapeParser() }
                if parser.isInText {
                    let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[read...])
                    let plain = unsafe aurora_plain_length(rest.baseAddress, rest.count)
                    unsafe append(UnsafeRawBufferPointer(rebasing: rest[..<plain]))
                    read += plain
                    if plain > 0 { continue }
                    if let length = unsafe Self.sequenceLength(rest) {
                        isApart = true
                        read += length
                        continue
                    }
                }
                // A C1 control is two bytes. Any other byte of a longer character means the same to the parser.
                let next = unsafe byte == 0xC2 && read + 1 < bytes.count ? bytes[read + 1] : 0
                let isC1 = (0x80...0x9F).contains(next)
                let value = isC1 ? UInt32(next) : byte < 0x80 ? UInt32(byte) : 0xFFFD
                let length = isC1 ? 2 : 1
                if !parser.passes(value) || (0x7F...0x9F).contains(value) {
                    isApart = true
                } else if value < 0x20, value != 0x09 {
                    carryOut(value)
                } else {
                    unsafe append(UnsafeRawBufferPointer(rebasing: bytes[read..<read + length]))
                }
                read += length
            }
        }

        /// How long the control sequence is that bytes begin with, when it is as nearly all of them are: a short way past
        /// the parser.
        private static func sequenceLength(_ bytes: UnsafeRawBufferPointer) -> Int? {
            guard unsafe bytes.count > 2 && bytes[0] == 0x1B && bytes[1] == UInt8(ascii: "[") else { return nil }
            var place = 2
            while unsafe place < bytes.count && (0x20...0x3F).contains(bytes[place]) { place += 1 }
            return unsafe place < bytes.count && (0x40...0x7E).contains(bytes[place]) ? place + 1 : nil
        }

        private mutating func carryOut(_ control: UInt32) {
            isApart = true
            if control == 0x0D { isReturned = true }
            if control == 0x08 { eraseLast() }
        }

        private mutating func append(_ run: UnsafeRawBufferPointer) {
            guard let first = unsafe run.first, let source = run.baseAddress, let base = unsafe target.baseAddress
            else { return }
            if isReturned, first != 0x0A { eraseLine() }
            isReturned = false
            unsafe memcpy(base + count, source, run.count)
            // What was left out must not make a character of two halves.
            if isApart, first & 0xC0 == 0x80 { unsafe target[count] = 0xFF }
            isApart = false
            count += run.count
        }

        private mutating func eraseLine() {
            while count > 0, unsafe target[count - 1] != 0x0A { count -= 1 }
        }

        /// Takes the last character of the line back.
        private mutating func eraseLast() {
            guard count > 0, unsafe target[count - 1] != 0x0A else { return }
            var start = count - 1
            while start > max(0, count - 4), unsafe target[start] & 0xC0 == 0x80 { start -= 1 }
            let scalars = unsafe String(decoding: target[start..<count], as: UTF8.self).unicodeScalars
            count = scalars.dropFirst().isEmpty ? start : count - 1
        }
    }
}
