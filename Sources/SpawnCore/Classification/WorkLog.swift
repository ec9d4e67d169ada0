/// The stderr of a tool that prints its work there: the prompt, and what its commands print, each below a heading of one
/// word. None of that is an error of its own.
package enum WorkLog {
    /// What the tool says of itself: what stands before the first heading, and the errors at the end.
    ///
    /// - Parameters:
    ///   - output: The end of stderr.
    ///   - headings: Lines that begin a part of the work.
    /// - Returns: Those lines, joined by line feeds; all of the output where none is a heading.
    package static func ownWords(in output: [UInt8], headings: Set<String>) -> [UInt8] {
        guard !headings.isEmpty else { return output }
        let lines = output.split(separator: 0x0A, omittingEmptySubsequences: false)
        guard let first = lines.firstIndex(where: { headings.contains(word($0)) }) else {
            return output
        }
        var last = lines.endIndex
        while last > first, mayEndItsErrors(lines[last - 1]) { last -= 1 }
        return Array((lines[..<first] + lines[last...]).joined(separator: [0x0A]))
    }

    private static func word(_ line: ArraySlice<UInt8>) -> String {
        line.count <= 16 ? String(decoding: line, as: UTF8.self) : ""
    }

    /// True for an error, a line that continues one, and what the tool adds to it: the last of all in any case.
    private static func mayEndItsErrors(_ line: ArraySlice<UInt8>) -> Bool {
        let hasLetters = line.contains { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A }
        guard hasLetters, line.first != 0x20, !line.starts(with: "tokens used".utf8) else {
            return true
        }
        let said = ErrorLine(line)
        return said.isMarked || said.isRetrying || line.starts(with: "{".utf8)
    }
}
