import SpawnCore

/// Why a task file or a configuration cannot be used. Nothing has been started.
public struct InputError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The file; `nil` when the values came from code.
    public var file: String?
    /// The line in it, counted from 1; `nil` where no line is to blame.
    public var line: Int?
    /// What is wrong; what is allowed.
    public var message: String

    /// Creates an error.
    package init(file: String?, line: Int? = nil, message: String) {
        self.file = file
        self.line = line
        self.message = message
    }

    /// `FILE:LINE: what is wrong; what is allowed`, safe to show on a terminal although it quotes the file.
    public var description: String {
        let place = [file, line.map(String.init)].compactMap(\.self).joined(separator: ":")
        let text = place.isEmpty ? message : "\(place): \(message)"
        return String(TerminalText.visible(text).unicodeScalars.prefix(2000))
    }
}
