import AuroraCommand
import AuroraSpawner
import DashboardTerminal
import Glibc
import SpawnCore
import Synchronization

/// Standard output and standard error of the command.
enum Console {
    /// Takes the number of each standard stream that is closed, or the next file to be opened would get it, and with it what
    /// is meant for people. It can do the opposite of what the stream is for: who reads or writes is told that it cannot.
    static func reserveStreams() {
        for (number, mode) in [(STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_RDONLY)]
        where fcntl(number, F_GETFD) < 0 {
            _ = unsafe open("/dev/null", mode)
        }
    }

    /// Prints a line of what was asked for.
    ///
    /// This is the one place where the command writes words on a terminal. Whatever others put into the line, as file names and
    /// values do, stays in it and does nothing.
    static func print(_ line: String) { print(lines: [line]) }

    /// Prints lines of what was asked for.
    static func print(lines: [String]) { write(lines.map(shown)) }

    /// Prints a page of ours that has lines of its own.
    static func print(text: String) { print(lines: lines(of: text)) }

    /// Prints what other programs read. It is UTF-8, whatever a terminal shows.
    static func print(document: String) { write(lines(of: document).map(TerminalText.visible)) }

    /// Tells people something, beside the data on standard output.
    static func say(_ line: String) { say(lines: [line]) }

    static func say(lines: [String]) { tell(bytes(of: lines.map(shown))) }

    /// Tells what the plain reporter says, as soon as there is room. It has made its lines harmless already, and may have put its
    /// colours into them.
    static func report(_ lines: [String]) async {
        guard !lines.isEmpty else { return }
        let bytes = bytes(of: lines.map(inCharacterSet))
        guard let writer = background.withLock({ $0 }) else { return tell(bytes) }
        await writer.send(bytes)
    }

    /// From here on nobody waits for whoever reads standard error.
    ///
    /// - Returns: What writes there.
    /// - Throws: ``InputError`` where there is no thread for it.
    static func startWriter() throws(InputError) -> BackgroundWriter {
        let writer = try BackgroundWriter(STDERR_FILENO, name: "standard error")
        background.withLock { $0 = writer }
        return writer
    }

    /// Waits until the last words are read, if somebody reads them.
    static func finish() async {
        guard let writer = background.withLock({ $0 }) else { return }
        await Readers.wait(for: [], [writer], isHurried: false)
    }

    private static let background = Mutex<BackgroundWriter?>(nil)

    private static func tell(_ bytes: [UInt8]) {
        if let writer = background.withLock({ $0 }) { return writer.offer(bytes) }
        _ = AllBytes.write(bytes, to: STDERR_FILENO)
    }

    /// Says what is wrong.
    static func complain(_ text: String) { say("aurora: \(text)") }

    /// The exit code of a command, which has failed when not all of what it had to print was written.
    static func checked(_ code: Int32) -> Int32 {
        let failure = lastFailure.load(ordering: .relaxed)
        guard failure != 0 else { return code }
        // Who has read enough, as `head`, knows.
        if failure != EPIPE {
            errno = failure
            complain("standard output could not be written: \(systemReason())")
        }
        return code == ExitCode.success ? ExitCode.failure : code
    }

    private static let lastFailure = Atomic<Int32>(0)

    /// A line as a terminal may have it: nothing in it is obeyed, and all of it can be shown.
    static func shown(_ line: String) -> String { inCharacterSet(TerminalText.visible(line)) }

    private static func inCharacterSet(_ line: String) -> String {
        UserLocale.isUTF8 ? line : TerminalText.ascii(line)
    }

    private static func write(_ lines: [String]) {
        guard AllBytes.write(bytes(of: lines), to: STDOUT_FILENO) else {
            return lastFailure.store(errno, ordering: .relaxed)
        }
    }

    private static func lines(of text: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    private static func bytes(of lines: [String]) -> [UInt8] {
        lines.flatMap { Array($0.utf8) + [UInt8(ascii: "\n")] }
    }
}
