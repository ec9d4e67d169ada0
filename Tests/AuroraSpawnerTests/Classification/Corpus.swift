import SpawnCore
import SpawnProcess
import Testing

@testable import AuroraSpawner

/// The tables of texts beside this file.
enum Corpus {
    /// The time at which every text of the corpus was written: 2026-01-15 12:00:00 UTC.
    static let now = 1_768_478_400.0

    /// An error text and what it must be recognised as.
    struct ErrorCase: Sendable, CustomTestStringConvertible {
        var category: ErrorCategory
        var kind: FailureKind
        var hint: Double?
        var tool: String
        var exit: SpawnCore.ExitStatus
        var text: String

        var testDescription: String { text }
    }

    static let errors: [ErrorCase] = rows("errors", columns: 5).map { row in
        guard let category = ErrorCategory(rawValue: row[0]), let kind = FailureKind(rawValue: row[1]) else {
            fatalError("a row of the corpus has an unknown category or kind: \(row)")
        }
        let tool = row[3].split(separator: ":")
        return ErrorCase(
            category: category, kind: kind, hint: Double(row[2]), tool: String(tool[0]),
            exit: .exited(tool.count > 1 ? Int32(tool[1]) ?? 1 : 1), text: row[4])
    }

    /// Texts that mention the words of errors without being one, with the tool that prints them.
    static let harmless: [(tool: String, text: String)] = rows("harmless", columns: 2).map { ($0[0], $0[1]) }

    /// Classifies a text of a tool, on the stream on which the tool writes it.
    static func classify(_ text: String, of tool: String, exit: SpawnCore.ExitStatus) -> Finding? {
        let output = CapturedOutput(head: Array(text.utf8))
        let isOnStderr = ToolDefinition.builtIn[tool]?.reading.stdout == OutputChannel.none
        return classifier.classify(
            ChildEnd(exit), stdout: isOnStderr ? CapturedOutput() : output,
            stderr: isOnStderr ? output : CapturedOutput(),
            tool: tool, now: now
        ).finding
    }

    private static let classifier = OutputClassifier()

    private static func rows(_ name: String, columns: Int) -> [[String]] {
        let folder = #filePath.split(separator: "/").dropLast().joined(separator: "/")
        guard let bytes = try? InputFile.read("/\(folder)/Corpus/\(name).txt") else {
            fatalError("the corpus \(name) cannot be read")
        }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
            let cells = line.split(separator: "|", maxSplits: columns - 1).map { cell in
                cell.drop { $0 == " " }.replacing("⏎", with: "\n")
            }
            guard cells.count == columns else { fatalError("a row of the corpus is short: \(line)") }
            return cells.dropLast().map { String($0.reversed().drop { $0 == " " }.reversed()) } + [
                String(cells[columns - 1])
            ]
        }
    }
}
