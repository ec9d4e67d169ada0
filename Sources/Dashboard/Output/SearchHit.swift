package import SpawnCore

/// A place where a text was found.
package struct SearchHit: Sendable, Equatable {
    package var task: Int
    package var stream: OutputView.Stream
    /// Counted from 0 in what is kept of the stream.
    package var line: Int
    /// The line, cleaned.
    package var text: String

    package init(task: Int, stream: OutputView.Stream, line: Int, text: String) {
        self.task = task
        self.stream = stream
        self.line = line
        self.text = text
    }
}

extension SearchHit {
    /// The lines of a task's output with a text in them.
    ///
    /// - Parameters:
    ///   - needle: What to look for.
    ///   - output: What the task wrote, as far as it is kept.
    ///   - task: The task.
    /// - Returns: The lines, those of stdout first.
    package static func all(of needle: Needle, in output: LiveOutput, task: Int) -> [SearchHit] {
        [(OutputView.Stream.stdout, output.stdout), (.stderr, output.stderr)].flatMap { stream, captured in
            OutputDocument(captured, wrappedTo: nil).lines.enumerated().compactMap { number, line in
                needle.isFound(in: line.text)
                    ? SearchHit(task: task, stream: stream, line: number, text: line.text) : nil
            }
        }
    }
}
