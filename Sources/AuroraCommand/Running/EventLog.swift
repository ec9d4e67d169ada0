package import AuroraSpawner
import Glibc
package import SpawnCore

/// Writes every event of a run to a file or to standard output, a JSON object a line, as it happens.
package final class EventLog: Sendable {
    /// Lines are handed on together, up to about so many bytes.
    private static let pieceSize = 1 << 16

    package let writer: BackgroundWriter
    /// A regular file, which is emptied when the run begins.
    private let file: Int32?

    /// Makes sure that events can be written. What is in the file stays until ``begin()``.
    ///
    /// - Parameter path: Its path; `-` is standard output.
    /// - Throws: ``InputError`` when it cannot be written, or another run writes it.
    package init(path: String) throws(InputError) {
        var status = stat()
        if path == "-" {
            file = nil
            writer = try BackgroundWriter(STDOUT_FILENO, name: "standard output")
        } else if unsafe stat(path.cName, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
            file = nil
            writer = try BackgroundWriter(special: path)
        } else {
            let descriptor = try WholeFile(path).open()
            // It ends with this program.
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
                let message =
                    errno == EWOULDBLOCK
                    ? "is written by another run; every run needs an event log of its own"
                    : "cannot be locked: \(systemReason())"
                close(descriptor)
                throw InputError(file: path, message: message)
            }
            file = descriptor
            writer = try BackgroundWriter(descriptor, name: path)
        }
    }

    /// Empties the file. What it will hold may be secret: only its owner may read it, whoever could before.
    package func begin() {
        guard let file else { return }
        guard fchmod(file, 0o600) == 0, ftruncate(file, 0) == 0 else { return writer.stop(systemReason()) }
    }

    /// Writes events until there are no more.
    ///
    /// - Parameters:
    ///   - batches: The events.
    ///   - startedAt: When the run began, in seconds since 1970.
    package func write(_ batches: AsyncStream<[SpawnEvent]>, startedAt: Double) async {
        var lines = EventLineWriter(startedAt: startedAt)
        for await batch in batches {
            var bytes: [UInt8] = []
            for event in batch {
                bytes += lines.line(for: event)
                guard bytes.count >= Self.pieceSize else { continue }
                await writer.send(bytes)
                bytes = []
            }
            if !bytes.isEmpty { await writer.send(bytes) }
        }
    }
}
