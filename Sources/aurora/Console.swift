import AuroraSpawner
import Glibc

/// Standard output and standard error of the command.
enum Console {
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
