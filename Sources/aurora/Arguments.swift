import AuroraCommand
import CLinux
import SpawnCore

/// The arguments the command was started with, its own name left out.
enum Arguments {
    /// - Throws: ``UsageError`` where they cannot be read.
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
            unsafe arguments.append(String(cName: bytes))
        }
        return arguments
    }
}
