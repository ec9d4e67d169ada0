import AuroraCommand
import CLinux
import SpawnCore

/// The arguments the command was started with, its own name left out.
enum Arguments {
    /// - Throws: ``UsageError`` for what is no text. A name with other bytes would be that of another file.
    static func all() throws(UsageError) -> [String] {
        var count: Int32 = 0
        guard let first = unsafe linux_arguments(&count) else {
            // Swift finds them under /proc alone, and without it says that there are none.
            guard !CommandLine.arguments.isEmpty else {
                throw UsageError("the arguments of this command cannot be read; is /proc there?")
            }
            return Array(CommandLine.arguments.dropFirst())
        }
        var arguments: [String] = []
        for number in 1..<max(1, Int(count)) {
            guard let bytes = unsafe first[number] else { break }
            guard let argument = unsafe String(validatingCString: bytes) else {
                let shown = unsafe TerminalText.cleaned(String(cString: bytes).utf8, limit: 200)
                throw UsageError("argument \(number), '\(shown)', is not UTF-8; only names that are can be given")
            }
            arguments.append(argument)
        }
        return arguments
    }
}
