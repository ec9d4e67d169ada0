internal import SpawnCore

/// The spill files of a run: where they are, and who writes them. Lives on the reactor's thread.
final class SpillStore {
    private let path: String
    private let directory: SpillDirectory
    private let mailbox: Mailbox
    private var writer: SpillWriter?

    init(directory path: String, mailbox: Mailbox) {
        self.path = path
        directory = SpillDirectory(path)
        self.mailbox = mailbox
    }

    deinit { writer?.close() }

    /// The file of a stream, to be made.
    func spill(_ name: String, _ stream: SpillFile.Stream) -> Spill {
        Spill(stream, path: "\(path)/\(name).\(stream.rawValue)", in: directory)
    }

    /// Who writes the files. Its thread comes with the first: most runs of short tasks need none.
    func startWriter() throws(SystemError) -> SpillWriter {
        if let writer { return writer }
        let started = try SpillWriter.start(tellingOf: mailbox)
        writer = started
        return started
    }
}
