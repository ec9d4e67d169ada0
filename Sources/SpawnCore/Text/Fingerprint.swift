/// What is left of a message when everything in it that differs from one time to the next is taken out: numbers, long
/// words with numbers in them such as request ids, and what stands in quotes.
package enum Fingerprint {
    package static func of(_ message: String) -> String {
        var print = ""
        var word = ""
        var quote: Character?
        for character in message.prefix(400) {
            if let open = quote {
                if character == open { quote = nil }
                continue
            }
            if character.isLetter || character.isNumber {
                word.append(character)
                continue
            }
            print += reduced(word)
            word = ""
            if character == "\"" || character == "`" { quote = character }
            if !(character == " " && print.last == " ") { print.append(character) }
        }
        return print + reduced(word)
    }

    private static func reduced(_ word: String) -> String {
        if word.allSatisfy(\.isNumber) { return word.isEmpty ? "" : "#" }
        // A request id, a hash.
        if word.utf8.count >= 8, word.contains(where: \.isNumber) { return "#" }
        // `10ms`, `503s`: letters stay, digits go.
        var reduced = ""
        for character in word {
            let drawn: Character = character.isNumber ? "#" : character
            if !(drawn == "#" && reduced.last == "#") { reduced.append(drawn) }
        }
        return reduced
    }
}
