internal import SpawnCore

/// What a JSON value says of an error, read to its depth: services wrap the errors of services, some of them as text that
/// is JSON again.
struct ErrorPayload {
    /// What it says to people, the innermost.
    private(set) var message: String?
    /// What names it, the innermost first, each with the field it stands in.
    private(set) var codes: [(field: String, value: String)] = []
    /// HTTP statuses, the innermost first, each with the field it stands in.
    private(set) var statuses: [(field: String, value: Int)] = []
    /// True when anything says that it is an error.
    private(set) var isError = false
    /// True when it is called as services call their errors: `invalid_request_error`, `ThrottlingException`.
    private(set) var isNamedError = false
    /// True for a line of a log that calls it one.
    private(set) var isLoggedError = false

    private static let deepest = 8
    private static let wrappers: Set<String> = [
        "error", "errors", "data", "cause", "body", "responsebody", "response", "inner", "innererror", "inner_error",
        "detail", "details", "metadata", "raw", "exception", "message", "errormessage", "error_message",
    ]
    /// The first of them that holds a text is shown.
    private static let messages = [
        "message", "detail", "errormessage", "error_message", "error_description", "msg", "title", "error", "errors",
        "result", "description",
    ]
    private static let names: Set<String> = [
        "code", "type", "status", "name", "reason", "kind", "errortype", "error_type", "errorcode", "error_code",
        "api_error", "api_error_type", "subtype", "terminal_reason", "error", "__type",
    ]
    private static let statusNames: Set<String> = [
        "code", "status", "statuscode", "status_code", "api_error_status", "http_status", "httpstatus", "error_status",
        "http_code", "httpcode",
    ]

    init(_ value: JSONValue) { read(value, inside: nil, depth: 0) }

    private mutating func read(_ value: JSONValue, inside field: String?, depth: Int) {
        guard depth < Self.deepest else { return }
        if case .array(let elements) = value.content {
            return elements.prefix(4).forEach { read($0, inside: field, depth: depth) }
        }
        let members = value.members.map { (key: $0.key.lowercased(), value: $0.value) }
        guard !members.isEmpty else { return }
        let prefix = field.map { "\($0) " } ?? ""
        var codes: [(String, String)] = []
        for (key, value) in members {
            switch value.content {
            case .string(let text) where Self.names.contains(key):
                codes.append((prefix + key, text))
                if depth == 0, ["error", "exception"].contains(where: text.lowercased().hasSuffix),
                    KnownErrors.meaning(ofType: text) != nil
                {
                    isNamedError = true
                }
                if depth == 0, key == "type", text == "error" || text == "turn.failed" { isError = true }
                if Self.statusNames.contains(key), let status = Int(text), (400...599).contains(status) {
                    statuses.insert((prefix + key, status), at: 0)
                }
            case .integer(let number) where Self.statusNames.contains(key) && (400...599).contains(number):
                statuses.insert((prefix + key, number), at: 0)
            case .string(let text) where depth == 0 && key == "level":
                isLoggedError = ["error", "fatal"].contains(text.lowercased())
            case .bool(true) where key == "is_error" || key == "iserror": isError = true
            default: break
            }
        }
        // A code says more than a type, and both more than a status.
        self.codes.insert(contentsOf: codes.sorted { Self.weight($0.0) < Self.weight($1.0) }, at: 0)
        if members.contains(where: { $0.key == "error" && Self.isSomething($0.value) }) { isError = true }
        if members.contains(where: { $0.key == "errors" && Self.isSomething($0.value) }) && depth == 0 {
            isError = true
        }
        // What RFC 9457 calls the details of a problem.
        if depth == 0, !statuses.isEmpty, members.contains(where: { $0.key == "title" }) { isError = true }
        if let text = Self.text(of: members) { message = text }
        for (key, value) in members where Self.wrappers.contains(key) {
            if case .string(let text) = value.content {
                guard let nested = Self.nested(text) else { continue }
                read(nested, inside: key, depth: depth + 1)
            } else {
                read(value, inside: key == "data" ? field : key, depth: depth + 1)
            }
        }
    }

    private static func weight(_ field: String) -> Int {
        if field.hasSuffix("code") { 0 } else if field.hasSuffix("type") { 1 } else { 2 }
    }

    private static func isSomething(_ value: JSONValue) -> Bool {
        switch value.content {
        case .string(let text): !text.isEmpty
        case .object(let members): !members.isEmpty
        case .array(let elements): !elements.isEmpty
        case .null, .bool, .integer, .number: false
        }
    }

    private static func text(of members: [(key: String, value: JSONValue)]) -> String? {
        for key in messages {
            guard let value = members.first(where: { $0.key == key })?.value else { continue }
            switch value.content {
            case .string(let text) where !text.isEmpty && nested(text) == nil: return text
            case .array(let elements):
                for case .string(let text) in elements.map(\.content) where !text.isEmpty { return text }
            default: break
            }
        }
        return nil
    }

    /// A message without the JSON in it: what stands before that, and what that says.
    static func readable(_ message: String) -> String {
        guard let open = message.firstIndex(of: "{"),
            let inner = nested(message).flatMap({ ErrorPayload($0).message }) ?? quoted(in: message[open...])
        else { return message }
        let before = String(message[..<open].reversed().drop { " :-[(".contains($0) }.reversed())
        let said = TerminalText.cleaned(Array(inner.utf8))
        return before.isEmpty ? said : "\(before): \(said)"
    }

    /// The message of a value that is cut off, or written as Python writes it: `{'error': {'message': "Can't", 'code': None}}`.
    private static func quoted(in text: Substring) -> String? {
        let keys = ["'message':", "\"message\":"]
        guard let key = keys.compactMap({ text.firstRange(of: $0) }).min(by: { $0.lowerBound < $1.lowerBound }) else {
            return nil
        }
        let value = text[key.upperBound...].drop { $0 == " " }
        guard let quote = value.first, quote == "'" || quote == "\"" else { return nil }
        var said = ""
        var isEscaped = false
        for character in value.dropFirst() {
            if !isEscaped, character == quote { break }
            isEscaped = !isEscaped && character == "\\"
            if !isEscaped { said.append(character) }
        }
        // Some break it into the lines of a box.
        let words = said.split(separator: " ")
        return words.isEmpty ? nil : words.joined(separator: " ")
    }

    /// A text that is JSON again, from its first brace on; what stands before is the words of whoever passed it on.
    private static func nested(_ text: String) -> JSONValue? {
        let bytes = Array(text.utf8)
        guard let open = bytes.firstIndex(of: UInt8(ascii: "{")), bytes[open...].contains(UInt8(ascii: "}")),
            let close = bytes.lastIndex(of: UInt8(ascii: "}")),
            let value = try? JSONParser.parse(Array(bytes[open...close]), file: nil), !value.members.isEmpty
        else { return nil }
        return value
    }
}
