package import AuroraSpawner
import Glibc
import Synchronization

/// A file we write to, or standard output. What it holds may be secret: only its owner can read it.
package final class OutputFile: Sendable {
    private struct State {
        var descriptor: Int32
        var hasFailed = false
    }

    private let path: String
    private let state: Mutex<State>

    /// Opens a file, emptying one that is there.
    ///
    /// - Parameter path: Its path; `-` is standard output.
    /// - Throws: ``InputError`` when it cannot be written.
    package init(path: String) throws(InputError) {
        self.path = path
        if path == "-" {
            state = Mutex(State(descriptor: STDOUT_FILENO))
            return
        }
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw InputError(file: path, message: "cannot be written: \(unsafe String(cString: strerror(errno)))")
        }
        state = Mutex(State(descriptor: descriptor))
    }

    /// Writes all of the bytes. A reader that went away, or a full disk, ends the writing and not the run.
    package func write(_ bytes: [UInt8]) {
        state.withLock { state in
            guard !state.hasFailed else { return }
            var written = 0
            while written < bytes.count {
                let count = unsafe bytes.withUnsafeBytes {
                    unsafe Glibc.write(state.descriptor, $0.baseAddress?.advanced(by: written), bytes.count - written)
                }
                if count < 0 && errno == EINTR { continue }
                guard count > 0 else {
                    state.hasFailed = true
                    return
                }
                written += count
            }
        }
    }

    /// Why a write failed, in one sentence; `nil` when all went well.
    package var complaint: String? {
        state.withLock { $0.hasFailed } ? "\(path): could not be written to the end" : nil
    }

    /// Closes the file.
    package func close() {
        state.withLock { if $0.descriptor > STDERR_FILENO { _ = Glibc.close($0.descriptor) } }
    }
}
