import AuroraCommand
import AuroraSpawner
import SpawnCore
import SpawnProcess

/// Tells how the run stands whenever SIGUSR1 asks for it: on standard error, or in a file while the dashboard has the
/// screen.
struct StatusTeller: Sendable {
    /// The file's name in the state directory.
    private static let fileName = "status.txt"

    /// Where the file goes; `nil` for standard error.
    private let directory: String?
    /// Writes the file: nobody waits for a disk.
    private let writer: OwnThread?

    /// - Throws: When there is no thread to be had.
    init(directory: String?) throws {
        self.directory = directory
        writer = directory == nil ? nil : try OwnThread()
    }

    func tell(_ statuses: AsyncStream<RunStatus>) async {
        for await status in statuses {
            let lines = StatusReport(status).lines
            guard let directory else {
                Console.say(lines: lines)
                continue
            }
            let text = lines.map(Console.shown).joined(separator: "\n")
            writer?.post {
                _ = StateDirectory.make(directory)
                do {
                    let own = try OpenDirectory(own: directory, isMade: true)
                    try own.replace(Self.fileName, with: Array("\(text)\n".utf8))
                } catch {
                    // It is shown when the screen is given back.
                    Console.complain("\(error)")
                }
            }
        }
    }
}
