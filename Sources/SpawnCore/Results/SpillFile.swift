/// The file with what an attempt wrote to one stream: made for what is more than memory keeps, or for an attempt that lives
/// longer than a second. It holds the bytes as they were written, from the first on and without a gap.
public struct SpillFile: Sendable, Equatable {
    /// One of the two outputs of a child.
    public enum Stream: String, Sendable, Codable, CaseIterable {
        case stdout
        case stderr
    }

    /// Where the bytes come from.
    public var stream: Stream
    /// The file, relative to the working directory of the run unless the state directory was given from the root.
    public var path: String
    /// How many bytes are in it, the first of the stream. While the attempt runs, so far.
    public var byteCount: Int
    /// How many bytes the attempt wrote after them, which are in no file; 0 while it runs.
    public var missingBytes: Int
    /// Why they are missing, in a few words; set exactly when some are.
    public var missingReason: String?

    /// Creates one.
    package init(stream: Stream, path: String, byteCount: Int, missingBytes: Int = 0, missingReason: String? = nil) {
        self.stream = stream
        self.path = path
        self.byteCount = byteCount
        self.missingBytes = missingBytes
        self.missingReason = missingReason
    }

    /// The most bytes of a task's id in a file's name; a name may have 255 in all.
    private static let longestID = 160

    /// What the names of an attempt's files begin with: `1.2-attempt-1`. Different tasks get different names.
    ///
    /// - Parameters:
    ///   - id: The task's id. What is no letter, digit, `.`, `_` or `-` of ASCII is written as `%` and two digits.
    ///   - task: The task's place in the input, which tells apart what a too long id leaves alike.
    ///   - attempt: The attempt, counted from 1.
    /// - Returns: The beginning of the names.
    package static func name(ofTask id: String, at task: Int, attempt: Int) -> String {
        var name = ""
        for byte in id.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                name.unicodeScalars.append(Unicode.Scalar(byte))
            // A name that begins with a dot is hidden, and two of them are no name.
            case UInt8(ascii: ".") where !name.isEmpty: name += "."
            default: name += (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
            }
        }
        if name.utf8.count > longestID { name = "\(name.prefix(longestID))~\(task)" }
        return "\(name)-attempt-\(attempt)"
    }
}
