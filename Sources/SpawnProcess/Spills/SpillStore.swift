internal import SpawnCore

/// The spill files of a run: where they are, and who writes them. Lives on the reactor's thread.
final class SpillStore {
    private let directory: String
    private let mailbox: Mailbox
    private var writer: SpillWriter?

    init(directory: String, mailbox: Mailbox) {
        self.directory = directory
        self.mailbox = mailbox
    }

    deinit { writer?.close() }

    /// Where the file of a stream is to be made.
    func path(_ name: String, _ stream: SpillFile.Stream) -> String { "\(directory)/\(name).\(stream.rawValue)" }

    /// Who writes the files. Its thread comes with the first: most runs of short tasks need none.
    func startWriter() throws(SystemError) -> SpillWriter {
        if let writer { return writer }
        let started = try SpillWriter.start(tellingOf: mailbox)
        writer = started
        return started
    }
}
