package import AuroraSpawner
import Glibc
import Synchronization

/// A file we write to, or standard output. What it holds may be secret: only its owner can read it.
package final class OutputFile: Sendable {
    private struct State {
        var descriptor: Int32
        /// Why a write failed.
        var failure: String?
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
            throw InputError(file: path, message: "cannot be written: \(systemReason())")
        }
        state = Mutex(State(descriptor: descriptor))
    }

    /// Writes all of the bytes. A reader that went away, or a full disk, ends the writing and not the run.
    package func write(_ bytes: [UInt8]) {
        state.withLock { state in
            guard state.failure == nil, !AllBytes.write(bytes, to: state.descriptor) else { return }
            state.failure = systemReason()
        }
    }

    /// Why a write failed, in one sentence; `nil` when all went well.
    package var complaint: String? {
        state.withLock(\.failure).map { "\(path): could not be written to the end: \($0)" }
    }
}
