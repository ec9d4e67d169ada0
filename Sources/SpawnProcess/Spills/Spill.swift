internal import Glibc
internal import SpawnCore

/// One spill file on its way: filled by the writer's thread, looked at by everybody.
final class Spill: Sendable {
    private struct State: ~Copyable {
        var descriptor = FileDescriptor.none
        var written = 0
        /// Why nothing more is written.
        var failure: String?
    }

    let stream: SpillFile.Stream
    let path: String
    private let directory: SpillDirectory
    private let state = Guarded(State())

    init(_ stream: SpillFile.Stream, path: String, in directory: SpillDirectory) {
        self.directory = directory
        self.stream = stream
        self.path = path
    }

    /// Why it is not written any further; `nil` when it is.
    var failure: String? { state.withLock { $0.failure } }

    /// What is in it so far.
    var file: SpillFile { SpillFile(stream: stream, path: path, byteCount: state.withLock { $0.written }) }

    /// What is in it at the end, of a stream of that length.
    ///
    /// - Parameters:
    ///   - total: The bytes of the stream.
    ///   - reason: Why some are missing if the file is not to blame.
    /// - Returns: The file, with what it lacks.
    func file(ofTotal total: Int, missing reason: String) -> SpillFile {
        let (written, failure) = state.withLock { ($0.written, $0.failure) }
        return SpillFile(
            stream: stream, path: path, byteCount: written, missingBytes: total - written,
            missingReason: written < total ? failure ?? reason : nil)
    }

    /// Writes no further. The first reason stands.
    func fail(_ reason: String) { state.withLock { $0.failure = $0.failure ?? reason } }

    /// Writes bytes after those that are there, making the file for the first of them. On the writer's thread.
    func write(_ bytes: [UInt8]) {
        guard failure == nil, let number = open() else { return }
        var rest = bytes[...]
        while !rest.isEmpty, failure == nil {
            // Without the lock: on a slow disk it takes its time.
            let count = unsafe rest.withUnsafeBytes { unsafe Kernel.write(number, $0) }
            guard count > 0 else { return fail(SystemError.last("write").reason) }
            state.withLock { $0.written += count }
            rest = rest.dropFirst(count)
        }
    }

    /// Closes the file. In one that somebody has removed or changed meanwhile, or that the disk did not keep after all,
    /// nothing is to be relied on. On the writer's thread.
    func close() {
        let written = file.byteCount
        var descriptor = state.withLock { $0.descriptor.take() }
        guard descriptor.isOpen else { return }
        var damage = SpillDirectory.damage(to: descriptor.number, of: written)
        // Without the lock: some file systems write only now.
        do throws(SystemError) { try descriptor.closeWritten() } catch { damage = damage ?? error.reason }
        guard let damage else { return }
        state.withLock {
            $0.written = 0
            $0.failure = $0.failure ?? damage
        }
    }

    private func open() -> Int32? {
        let number = state.withLock { $0.descriptor.number }
        guard number < 0 else { return number }
        do throws(SystemError) {
            let number = try directory.makeFile(path).release()
            state.withLock { $0.descriptor = FileDescriptor(owning: number) }
            return number
        } catch {
            fail(error.reason)
            return nil
        }
    }
}
