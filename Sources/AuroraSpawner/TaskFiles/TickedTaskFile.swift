/// A task file whose tasks are ticked once they are done.
package struct TickedTaskFile: Sendable {
    private let path: String
    private let bytes: [UInt8]

    /// Takes a task file as it was read.
    ///
    /// - Parameters:
    ///   - path: Its path.
    ///   - bytes: What was read from it.
    /// - Throws: ``InputError`` for a file that has nothing to tick.
    package init(path: String, bytes: [UInt8]) throws(InputError) {
        guard path != "-", TaskFileParser.format(of: bytes, file: path) == .markdown else {
            throw InputError(
                file: path == "-" ? "stdin" : path,
                message: "--check-off has nothing to tick; a Markdown file is needed")
        }
        self.path = path
        self.bytes = bytes
    }

    /// Ticks the tasks that succeeded, by putting another file in the place of this one.
    ///
    /// - Parameters:
    ///   - tasks: The tasks of the file.
    ///   - results: How they went.
    /// - Throws: ``InputError`` where it cannot be written, and where it has changed since it was read; it is left alone.
    package func tick(_ tasks: [SpawnTask], _ results: [SpawnResult]) throws(InputError) {
        let lines = Set(results.filter(\.success).compactMap { tasks[$0.taskIndex].line })
        guard !lines.isEmpty else { return }
        guard try InputFile.read(path) == bytes else {
            throw InputError(file: path, message: "has changed since it was read, so nothing was ticked in it")
        }
        try WholeFile.replace(path, with: ticked(lines))
    }

    /// The file with the boxes on these lines ticked.
    private func ticked(_ lines: Set<Int>) -> [UInt8] {
        var copy = bytes
        var line = 1
        var isTicked = false
        for place in bytes.indices.dropLast(2) {
            if bytes[place] == UInt8(ascii: "\n") {
                line += 1
                isTicked = false
            } else if bytes[place] == UInt8(ascii: "["), !isTicked, lines.contains(line) {
                // The first bracket on the line of a task is that of its box.
                copy[place + 1] = UInt8(ascii: "x")
                isTicked = true
            }
        }
        return copy
    }
}
