internal import Glibc

/// A file that is read in pieces, and may grow meanwhile.
@safe final class LogFile {
    private static let capacity = 1 << 18

    let path: String
    private let descriptor: Int32
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity, alignment: 64)

    init?(_ path: String) {
        descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
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
            let wanted = min(LogFile.capacity, range.upperBound - offset)
            let count = unsafe pread(descriptor, buffer.baseAddress, wanted, off_t(offset))
            if count < 0, errno == EINTR { continue }
            guard unsafe count > 0 && body(UnsafeRawBufferPointer(rebasing: buffer[..<count]), offset) else { return }
            offset += count
        }
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
