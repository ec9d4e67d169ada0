import CLinux
import Glibc

/// A terminal without a window: a program runs in it, and what the program writes is kept and counted.
final class PseudoTerminal {
    let program: BackgroundProgram
    /// When the program was started.
    let startedAt: ContinuousClock.Instant
    /// What was written since the last ``forget()``.
    private(set) var written: [UInt8] = []
    private let descriptor: Int32
    private var answered = false

    /// Starts a shell's command, which is to end in `exec`, in a terminal of its own.
    ///
    /// - Throws: When there is no terminal to be had, or no process.
    init(_ command: String, columns: UInt16 = 200, rows: UInt16 = 60) throws {
        var path = [CChar](repeating: 0, count: 64)
        descriptor = unsafe linux_open_terminal(O_RDWR | O_NOCTTY | O_CLOEXEC, &path)
        var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        guard descriptor >= 0, unsafe ioctl(descriptor, UInt(TIOCSWINSZ), &size) == 0 else {
            throw BenchError("there is no pseudo-terminal to be had")
        }
        let name = String(decoding: path.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        startedAt = .now
        program = try BackgroundProgram("export TERM=xterm-256color; " + command, terminal: name)
    }

    deinit { close(descriptor) }

    /// Frames, as the program marks them for terminals that show each in one go.
    var frames: Int { Self.places(of: "\u{1B}[?2026h", in: written).count }

    func forget() { written = [] }

    func type(_ text: String) {
        let bytes = Array(text.utf8)
        _ = unsafe write(descriptor, bytes, bytes.count)
    }

    /// Reads what the programs write until then.
    static func watch(_ terminals: [PseudoTerminal], for duration: Duration) {
        let end = ContinuousClock.now + duration
        while end > .now {
            let left = Int32(max(0, ContinuousClock.now.duration(to: end) / .milliseconds(1)).rounded(.up))
            var polls = terminals.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
            guard unsafe poll(&polls, nfds_t(polls.count), left) > 0 else { continue }
            for (terminal, poll) in zip(terminals, polls) where poll.revents != 0 { terminal.read() }
            // A terminal that nobody holds open any more is readable for ever.
            if polls.contains(where: { $0.revents & Int16(POLLHUP) != 0 }) { usleep(1_000) }
        }
    }

    /// Waits until the program has written a text.
    ///
    /// - Returns: When it was there.
    /// - Throws: When it does not come.
    func wait(for text: String, within limit: Duration = .seconds(20)) throws -> ContinuousClock.Instant {
        let end = ContinuousClock.now + limit
        while Self.places(of: text, in: written).isEmpty {
            guard end > .now else { throw BenchError("\(text) did not appear in the terminal") }
            var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            if unsafe Glibc.poll(&poll, 1, 100) > 0 { read() }
        }
        return .now
    }

    /// Stops the program as a person would, with Ctrl-C and once more, and waits for its end.
    func stop() {
        type("\u{3}")
        Self.watch([self], for: .milliseconds(200))
        type("\u{3}")
        while !program.hasEnded { Self.watch([self], for: .milliseconds(20)) }
    }

    private func read() {
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
            count = unsafe max(0, Glibc.read(descriptor, buffer.baseAddress, buffer.count))
        }
        written += bytes
        // As a terminal answers that can show a frame in one go.
        guard !answered, !Self.places(of: "\u{1B}[?2026$p", in: written).isEmpty else { return }
        answered = true
        type("\u{1B}[?2026;2$y")
    }

    private static func places(of text: String, in bytes: [UInt8]) -> [Int] {
        let pattern = Array(text.utf8)
        return bytes.indices.dropLast(pattern.count - 1).filter { place in
            bytes[place] == pattern[0] && bytes[place..<place + pattern.count].elementsEqual(pattern)
        }
    }
}
