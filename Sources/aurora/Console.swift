import AuroraCommand
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
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 || errno == EINTR else { return }
            rest = rest.dropFirst(max(0, count))
        }
    }
}
