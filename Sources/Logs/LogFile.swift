internal import Glibc
internal import SpawnCore

/// A file that is read in pieces, and may grow meanwhile.
@safe final class LogFile {
    private static let pieceSize = 1 << 18

    let path: String
    private let descriptor: Int32
    private var buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: pieceSize, alignment: 64)

    init?(_ path: String) {
        descriptor = unsafe open(path.cName, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        self.path = path
        // Everything is set by now, so that `deinit` runs for one that is not there, too.
        guard descriptor >= 0 else { return nil }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
        unsafe buffer.deallocate()
    }

    /// Gives the bytes of a range piece by piece, until there are no more or the answer is false.
    ///
    /// - Parameters:
    ///   - range: Offsets in the file.
    ///   - body: Takes a piece, valid while it runs, and its offset; answers whether it wants more.
    func read(_ range: Range<Int>, _ body: (UnsafeRawBufferPointer, Int) -> Bool) {
        var offset = range.lowerBound
        while offset < range.upperBound {
            let piece = unsafe whole(offset..<min(range.upperBound, offset + Self.pieceSize))
            guard unsafe !piece.isEmpty && body(piece, offset) else { return }
            offset += piece.count
        }
    }

    /// The bytes of a range in one piece, as far as they are there; valid until the next are asked for.
    func whole(_ range: Range<Int>) -> UnsafeRawBufferPointer {
        if unsafe buffer.count < range.count {
            unsafe buffer.deallocate()
            unsafe buffer = .allocate(byteCount: range.count, alignment: 64)
        }
        var count = 0
        while count < range.count {
            let got = unsafe pread(
                descriptor, buffer.baseAddress.map { unsafe $0 + count }, range.count - count,
                off_t(range.lowerBound + count))
            if got < 0, errno == EINTR { continue }
            guard got > 0 else { break }
            count += got
        }
        return unsafe UnsafeRawBufferPointer(rebasing: buffer[..<count])
    }

    /// The bytes of a range, as far as they are there.
    func bytes(_ range: Range<Int>) -> [UInt8] {
        var bytes: [UInt8] = []
        unsafe read(range) { piece, _ in
            unsafe bytes.append(contentsOf: piece)
            return true
        }
        return bytes
    }
}
