internal import SpawnCore
internal import Synchronization

/// What one child has written, written by the reactor and read by whoever wants to show it.
final class ChildOutput: Sendable {
    private struct Streams {
        var stdout = OutputBuffer()
        var stderr = OutputBuffer()
    }

    private static let lineWindow = 4096
    private let streams = Mutex(Streams())

    func append(_ bytes: UnsafeRawBufferPointer, to stream: ChildStream) {
        streams.withLock {
            if stream == .stderr { unsafe $0.stderr.append(bytes) } else { unsafe $0.stdout.append(bytes) }
        }
    }

    var snapshot: LiveOutput {
        streams.withLock { LiveOutput(stdout: $0.stdout.captured, stderr: $0.stderr.captured) }
    }

    /// The last line with anything to see, looked for first in the stream that wrote last.
    func lastLine(preferring stream: ChildStream) -> String {
        let (stdout, stderr) = streams.withLock {
            ($0.stdout.suffix(ChildOutput.lineWindow), $0.stderr.suffix(ChildOutput.lineWindow))
        }
        let line = TerminalText.lastVisibleLine(of: stream == .stderr ? stderr : stdout)
        return line.isEmpty ? TerminalText.lastVisibleLine(of: stream == .stderr ? stdout : stderr) : line
    }
}

/// The outputs of the children that run now, by attempt.
final class LiveOutputs: Sendable {
    private let children = Mutex<[AttemptID: ChildOutput]>([:])

    subscript(attempt: AttemptID) -> ChildOutput? {
        get { children.withLock { $0[attempt] } }
        set { children.withLock { $0[attempt] = newValue } }
    }
}
