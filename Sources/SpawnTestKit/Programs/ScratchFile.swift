import Glibc

/// A file whose whole content is replaced again and again, as fast as that goes.
final class ScratchFile {
    let path: String
    private let descriptor: Int32

    init(_ path: String) throws {
        self.path = path
        descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw TestKitError("cannot write \(path): \(Files.errorText(errno))") }
    }

    deinit { close(descriptor) }

    func replace(with bytes: [UInt8]) {
        let written = unsafe pwrite(descriptor, bytes, bytes.count, 0)
        precondition(written == bytes.count && ftruncate(descriptor, off_t(bytes.count)) == 0, "the disk is full")
    }
}
