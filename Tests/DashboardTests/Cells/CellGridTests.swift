import Dashboard
import SpawnTestKit
import Testing

/// Drawing text into cells, and what must be written to change a screen.
struct CellGridTests {
    private let plain = Style(.text)

    private func drawn(_ text: String, columns: Int, isASCII: Bool = false) -> String {
        var grid = CellGrid(size: Size(columns: columns, rows: 1), isASCII: isASCII)
        grid.put(text, in: Rect(grid.size), row: 0, plain)
        return grid.glyphRows[0]
    }

    @Test(arguments: [
        ("fits", 4, "fits"), ("does not", 6, "does …"), ("中文字", 6, "中文字"), ("中文字", 5, "中文…"),
        ("中文字", 4, "中 …"), ("e\u{301}x", 2, "e\u{301}x"), ("a\tb", 3, "a b"), ("a\u{7}b", 3, "a\u{FFFD}b"),
        ("x", 0, ""),
    ])
    func `text is clipped at its area`(text: String, columns: Int, result: String) {
        #expect(drawn(text, columns: columns) == result)
    }

    @Test func `ASCII stays ASCII`() {
        #expect(drawn("déjà vu, 中", columns: 20, isASCII: true) == "d?j? vu, ?")
        #expect(drawn("a long line", columns: 6, isASCII: true) == "a lon~")
    }

    @Test func `half a wide character is blanked when the other half is drawn over`() {
        var grid = CellGrid(size: Size(columns: 6, rows: 1))
        grid.put("中文字", in: Rect(grid.size), row: 0, plain)
        grid.put("x", in: Rect(column: 3, row: 0, columns: 1, rows: 1), row: 0, plain)
        #expect(grid.glyphRows == ["中 x字"])
        #expect(grid.faults.isEmpty)
    }

    @Test func `what is the same is not written again`() {
        var old = CellGrid(size: Size(columns: 12, rows: 2))
        old.put("0:41 running", in: Rect(old.size), row: 0, plain)
        var new = CellGrid(size: old.size)
        new.put("0:42 running", in: Rect(new.size), row: 0, plain)
        #expect(new.changes(from: old).map(\.text) == ["2"])
        #expect(new.changes(from: new).isEmpty)
        #expect(new.changes(from: nil).map(\.text) == ["0:42 running", String(repeating: " ", count: 12)])
    }

    @Test func `written over each other, the changes of any two screens give the second`() {
        for seed in 1...200 {
            let old = Self.random(seed: seed)
            let new = Self.random(seed: seed + 1_000)
            var screen = old
            for run in new.changes(from: old) {
                screen.put(run.text, in: Rect(screen.size), row: run.row, column: run.column, run.style)
            }
            #expect(screen == new)
        }
    }

    private static func random(seed: Int) -> CellGrid {
        var grid = CellGrid(size: Size(columns: 20, rows: 3))
        for row in 0..<3 {
            let text = String(decoding: HostileText.random(seed: seed * 3 + row), as: UTF8.self)
            grid.put(text, in: Rect(grid.size), row: row, column: row, Style(row == 1 ? .dim : .title))
        }
        return grid
    }
}
