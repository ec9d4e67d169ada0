internal import SpawnCore

/// What one child has written, written by the reactor and read by whoever wants to show it.
final class ChildOutput: Sendable {
    private struct Stream {
        var buffer = OutputBuffer()
        var times = OutputTimes()
        /// The file it goes to as well; none for short output of a short life.
        var spill: Spill?

        var captured: CapturedOutput {
            var captured = buffer.captured
            captured.file = spill?.file
            captured.times = times
            return captured
        }
    }

    private struct Streams {
        var stdout = Stream()
        var stderr = Stream()

        subscript(stream: ChildStream) -> Stream {
            _read { if stream == .stderr { yield stderr } else { yield stdout } }
            _modify { if stream == .stderr { yield &stderr } else { yield &stdout } }
        }
    }

    private static let lineWindow = 4096
    private let startedAt: Moment
    private let streams = Guarded(Streams())

    /// Nothing yet, of a child that starts at this moment.
    init(startedAt: Moment) { self.startedAt = startedAt }

    /// Takes the next bytes, read at this moment.
    func append(_ bytes: UnsafeRawBufferPointer, to stream: ChildStream, at now: Moment) {
        streams.withLock { streams in
            streams[stream].times.note(streams[stream].buffer.byteCount, after: now - startedAt)
            unsafe streams[stream].buffer.append(bytes)
        }
    }

    var snapshot: LiveOutput {
        streams.withLock { LiveOutput(stdout: $0.stdout.captured, stderr: $0.stderr.captured) }
    }

    func captured(_ stream: ChildStream) -> CapturedOutput { streams.withLock { $0[stream].captured } }

    func isEmpty(_ stream: ChildStream) -> Bool { streams.withLock { $0[stream].buffer.byteCount == 0 } }

    /// Whether all of a stream would still be in memory after so many bytes more.
    func hasRoom(for count: Int, in stream: ChildStream) -> Bool {
        streams.withLock { $0[stream].buffer.byteCount + count <= 2 * CapturedOutput.limit }
    }

    func spill(of stream: ChildStream) -> Spill? { streams.withLock { $0[stream].spill } }

    func spill(_ stream: ChildStream, to spill: Spill) { streams.withLock { $0[stream].spill = spill } }

    /// The last line with anything to see, looked for first in the stream that wrote last.
    func lastLine(preferring stream: ChildStream) -> String {
        let (stdout, stderr) = streams.withLock {
            ($0.stdout.buffer.suffix(ChildOutput.lineWindow), $0.stderr.buffer.suffix(ChildOutput.lineWindow))
        }
        let line = TerminalText.lastVisibleLine(of: stream == .stderr ? stderr : stdout)
        return line.isEmpty ? TerminalText.lastVisibleLine(of: stream == .stderr ? stdout : stderr) : line
    }
}

/// The outputs of the children that run now, by attempt.
final class LiveOutputs: Sendable {
    private let children = Guarded<[AttemptID: ChildOutput]>([:])

    subscript(attempt: AttemptID) -> ChildOutput? {
        get { children.withLock { $0[attempt] } }
        set { children.withLock { $0[attempt] = newValue } }
    }
}
