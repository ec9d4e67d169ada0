/// The bullet or the number at the beginning of a list item.
struct ListMarker {
    /// Where it ends.
    let end: Int
    /// The number of an ordered list.
    let number: ArraySlice<UInt8>?
    /// Whether Markdown knows it, and a blank or nothing follows as Markdown wants it.
    let isMarkdown: Bool

    /// Other bullets, as texts that were copied from elsewhere have them: • ‣ ⁃ ◦ ▪ ● ○ ∙ · – — − － ＊ ＋.
    private static let others: [[UInt8]] = "•‣⁃◦▪●○∙·–—−－＊＋".unicodeScalars.map { Array(String($0).utf8) }

    init?(_ text: ArraySlice<UInt8>, at place: Int) {
        guard place < text.endIndex else { return nil }
        let first = text[place]
        if first >= 0x80 {
            guard let bullet = Self.others.first(where: { text[place...].starts(with: $0) }) else { return nil }
            (end, number, isMarkdown) = (place + bullet.count, nil, false)
            return
        }
        if first == UInt8(ascii: "-") || first == UInt8(ascii: "*") || first == UInt8(ascii: "+") {
            end = place + 1
            number = nil
        } else {
            let digits = text[place...].prefix(while: \.isDigit)
            guard (1...9).contains(digits.count), digits.endIndex < text.endIndex,
                text[digits.endIndex] == UInt8(ascii: ".") || text[digits.endIndex] == UInt8(ascii: ")")
            else { return nil }
            end = digits.endIndex + 1
            number = digits
        }
        isMarkdown = end == text.endIndex || text.blank(at: end) != nil
    }
}

/// The box of a task: `- [ ] rest` and its like.
struct TaskBox {
    /// The number of the list item, where it has one.
    let number: ArraySlice<UInt8>?
    let isDone: Bool
    /// What stands between the brackets.
    let content: Range<Int>
    /// What follows the box, without blanks at either end.
    let rest: ArraySlice<UInt8>

    /// Takes the box that a line begins with.
    ///
    /// - Parameter text: The line, without blanks at either end; `nil` comes of one that is no task.
    init?(_ text: ArraySlice<UInt8>) {
        var number: ArraySlice<UInt8>?
        var place = text.startIndex
        var brackets: Brackets?
        while let marker = ListMarker(text, at: place) {
            number = marker.number ?? number
            place = text.skippingBlanks(from: marker.end)
            brackets = Brackets(text, at: place)
            // One list in another on the same line, `- 1. [ ] x`, needs a blank between the two.
            guard brackets == nil, place > marker.end else { break }
        }
        guard let brackets, !brackets.isLink, let state = brackets.state else { return nil }
        self.number = number
        isDone = state == .done
        content = brackets.content
        // Kiro marks tasks that may be left out: `- [ ]* 2.1 x`.
        let isOptional = text.has("*", at: brackets.end) && text.blank(at: brackets.end + 1) != nil
        rest = text[(brackets.end + (isOptional ? 1 : 0))...].trimmed
    }
}

/// Text in brackets: square ones, as wide as a letter or as a Chinese character.
struct Brackets {
    enum State { case open, done }

    let content: Range<Int>
    /// Where what follows them begins.
    let end: Int
    private let text: ArraySlice<UInt8>

    private static let ticks: [[UInt8]] = ["x", "X", "✓", "✔", "✔\u{FE0F}", "☑", "✅", "ｘ", "Ｘ", "х", "Х"].map {
        Array($0.utf8)
    }

    /// Whoever writes a book in brackets means no box, and a line of brackets alone must not take for ever.
    private static let longest = 256

    init?(_ text: ArraySlice<UInt8>, at place: Int) {
        guard let opening = Self.length("[", "［", "【", text, place) else { return nil }
        var closing = place + opening
        while closing < Swift.min(text.endIndex, place + Self.longest) {
            if let length = Self.length("]", "］", "】", text, closing) {
                content = (place + opening)..<closing
                end = closing + length
                self.text = text
                return
            }
            closing += 1
        }
        return nil
    }

    static func opens(_ text: ArraySlice<UInt8>, at place: Int) -> Bool {
        length("[", "［", "【", text, place) != nil
    }

    var trimmed: ArraySlice<UInt8> { text[content].trimmed }

    /// What the box says; `nil` when it says something else, or is no box.
    var state: State? {
        let mark = trimmed
        if mark.isEmpty { return .open }
        return mark.count <= 6 && Self.ticks.contains { mark.elementsEqual($0) } ? .done : nil
    }

    /// `[text](address)`, `[text][name]` and `[name]: address`.
    var isLink: Bool {
        guard end < text.endIndex else { return false }
        if text[end] == UInt8(ascii: "(") { return content.isEmpty || !trimmed.isEmpty }
        return !trimmed.isEmpty && (text[end] == UInt8(ascii: "[") || text[end] == UInt8(ascii: ":"))
    }

    private static func length(
        _ narrow: Unicode.Scalar, _ wide: String, _ lenticular: String, _ text: ArraySlice<UInt8>,
        _ place: Int
    ) -> Int? {
        guard place < text.endIndex else { return nil }
        let first = text[place]
        if first < 0x80 { return first == UInt8(ascii: narrow) ? 1 : nil }
        return text.has(wide, at: place) || text.has(lenticular, at: place) ? 3 : nil
    }
}

extension ArraySlice<UInt8> {
    /// The id that a text begins with, up to the first blank and without what closes it: `1.2.3`, or `T001` as Spec Kit has it.
    var leadingID: ArraySlice<UInt8>? {
        var end = startIndex
        while end < endIndex, blank(at: end) == nil { end += 1 }
        var id = self[..<end]
        if let last = id.last, ".):".utf8.contains(last) { id = id.dropLast() }
        if id.last == UInt8(ascii: "\\") { id = id.dropLast() }
        if id.first == UInt8(ascii: "T") {
            return id.count > 3 && id.dropFirst().allSatisfy(\.isDigit) ? id : nil
        }
        var isAfterDigit = false
        for byte in id {
            guard byte.isDigit || byte == UInt8(ascii: ".") && isAfterDigit else { return nil }
            isAfterDigit = byte.isDigit
        }
        return isAfterDigit ? id : nil
    }
}
