import SpawnCore
import Testing

struct ShellWordTests {
    @Test(arguments: [
        ("claude", "claude"), ("--model=a/b:c", "--model=a/b:c"), ("", "''"), ("two words", "'two words'"),
        ("it's", #"'it'\''s'"#), ("$(x)", "'$(x)'"), ("{file}", "'{file}'"), ("~", "'~'"), ("größer", "'größer'"),
        ("a\nb", #"$'a\nb'"#), ("a\u{1B}[2Jb", #"$'a\x1b[2Jb'"#), ("it's\r\\", #"$'it\'s\r\\'"#),
        ("a\u{9B}2Jb", #"$'a\U0000009b2Jb'"#), ("a\u{202E}b", #"$'a\U0000202eb'"#), ("a\u{200B}b", #"$'a\U0000200bb'"#),
        ("a\u{A0}b", #"$'a\U000000a0b'"#), ("a\u{E0041}b", #"$'a\U000e0041b'"#),
    ])
    func `quoting: a word is shown as a shell takes it, and nothing of it is hidden`(word: String, quoted: String) {
        #expect(ShellWord.quoted(word) == quoted)
    }

    @Test func `words: two command lines that differ look different`() {
        #expect(ShellWord.line(["rm", "a b"]) == "rm 'a b'")
        #expect(ShellWord.line(["rm", "a", "b"]) == "rm a b")
    }
}
