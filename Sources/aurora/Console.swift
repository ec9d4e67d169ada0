import AuroraSpawner
import Glibc

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

    /// Prints what was asked for.
    static func print(_ text: String) { write(text + "\n", to: STDOUT_FILENO) }

    /// Tells people something, beside the data on standard output.
    static func say(_ text: String) { write(text + "\n", to: STDERR_FILENO) }

    /// Says what is wrong.
    static func complain(_ text: String) { say("aurora: \(text)") }

    private static func write(_ text: String, to descriptor: Int32) {
        _ = AllBytes.write(Array(text.utf8), to: descriptor)
    }
}
