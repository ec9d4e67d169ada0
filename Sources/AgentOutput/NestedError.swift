internal import SpawnCore

/// The body of a service's answer that stands as text inside of a message, to any depth: some tools hand on what they
/// received, and some of those wrap it once more.
struct NestedError {
    var meaning: ErrorMeaning?
    var field: String
    var value: String
    var message: String

    private static let deepest = 8

    /// Finds the innermost error of a message; `nil` where it holds no JSON.
    init?(in text: String) {
        self.init(in: text, depth: 0)
    }

    private init?(in text: String, depth: Int) {
        guard depth < Self.deepest, let start = text.utf8.firstIndex(of: UInt8(ascii: "{")) else { return nil }
        var line = JSONLine()
        // One value on one line: breaks between its parts are no part of it.
        let bytes = text.utf8[start...].map { $0 == 0x0A ? 0x20 : $0 }
        var place = 0
        _ = line.read(bytes.span, from: &place)
        guard line.finish(), let root = line.root else { return nil }
        self.init(root, depth: depth)
    }

    private init?(_ object: JSONField, depth: Int) {
        let error = object["error"].flatMap { $0.isObject ? $0 : nil } ?? object
        if error["message"] == nil, error.members.isEmpty { return nil }
        message = (error["message"] ?? object["message"] ?? object["detail"] ?? object["error"])?.string ?? ""
        (meaning, field, value) = (nil, "error", "error")
        for name in ["code", "type", "status"] {
            for place in [error, object] {
                guard meaning == nil, let found = place.members.first(where: { $0.key == name })?.value else {
                    continue
                }
                let known =
                    found.string.flatMap(KnownErrors.meaning(ofType:))
                    ?? found.integer.flatMap(KnownErrors.meaning(ofStatus:))
                guard let known else { continue }
                (meaning, field, value) = (known, "error \(name)", found.string ?? found.digits ?? "")
            }
        }
        if let inner = NestedError(in: message, depth: depth + 1) {
            message = inner.message
            if inner.meaning != nil { (meaning, field, value) = (inner.meaning, inner.field, inner.value) }
        }
        if message.isEmpty, meaning == nil { return nil }
    }
}
