/// Base 64 as terminals take it for their clipboard (RFC 4648).
enum Base64 {
    private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")

    static func encoded(_ bytes: some Sequence<UInt8>) -> String {
        var text = ""
        var iterator = bytes.makeIterator()
        while let first = iterator.next() {
            let (second, third) = (iterator.next(), iterator.next())
            let bits = Int(first) << 16 | Int(second ?? 0) << 8 | Int(third ?? 0)
            text.append(letters[bits >> 18])
            text.append(letters[bits >> 12 & 63])
            text.append(second == nil ? "=" : letters[bits >> 6 & 63])
            text.append(third == nil ? "=" : letters[bits & 63])
        }
        return text
    }
}
