/// An error as people read it.
package enum ErrorWords {
    private static let key = Needle(#""message":"#)

    /// An error message without the JSON that services wrap it in: of `API Error: 401 {"error":{"message":"invalid key"}} · log in`
    /// there remains `API Error: 401 invalid key · log in`. One that is cut off remains as far as it goes.
    package static func plain(_ message: String) -> String {
        guard let key = key.ranges(in: message, most: 1).first else { return message }
        let bytes = Array(message.utf8)
        guard let brace = bytes[..<key.lowerBound].firstIndex(of: UInt8(ascii: "{")) else { return message }
        var words = bytes[key.upperBound...].drop { $0 == UInt8(ascii: " ") }
        guard words.popFirst() == UInt8(ascii: "\"") else { return message }
        var plain = Array(bytes[..<brace])
        while let byte = words.popFirst(), byte != UInt8(ascii: "\"") {
            guard byte == UInt8(ascii: "\\") else {
                plain.append(byte)
                continue
            }
            switch words.popFirst() {
            case UInt8(ascii: "n"), UInt8(ascii: "t"), UInt8(ascii: "r"): plain.append(UInt8(ascii: " "))
            case let escaped?: plain.append(escaped)
            case nil: break
            }
        }
        if let end = words.lastIndex(of: UInt8(ascii: "}")) { plain += words[(end + 1)...] }
        return String(decoding: plain, as: UTF8.self)
    }
}
