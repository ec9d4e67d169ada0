import CLinux
import Glibc
import Synchronization

/// A terminal that nobody reads, as one whose window hangs, holds whoever writes to it for ever.
package enum StuckTerminal {
    /// Grows when a write begins and when it ends: odd while there is one.
    private static let writes = Atomic<Int>(0)

    /// Notes that what is done meanwhile may have to wait for the terminal.
    static func whileWriting<Result>(_ body: () -> Result) -> Result {
        writes.add(1, ordering: .relaxed)
        defer { writes.add(1, ordering: .relaxed) }
        return body()
    }

    /// Throws away what the terminal does not take, so that whoever waits for it goes on. It is for the end of a run: what is shown
    /// until then may wait.
    package static func keepFree() async {
        var last = writes.load(ordering: .relaxed)
        while (try? await Task.sleep(for: .milliseconds(500))) != nil {
            let now = writes.load(ordering: .relaxed)
            if now == last, now % 2 == 1 { discard() }
            last = now
        }
    }

    /// Making room wakes nobody who waits for it; going on after a halt does.
    private static func discard() {
        tcflush(STDOUT_FILENO, TCOFLUSH)
        tcflow(STDOUT_FILENO, TCOOFF)
        tcflow(STDOUT_FILENO, TCOON)
    }

    /// The same at once, for who cannot wait.
    static func makeRoom() {
        var terminal = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
        if unsafe poll(&terminal, 1, 200) == 0 { discard() }
    }
}
