import Dashboard
import SpawnTestKit
import Testing

/// The screen as an SVG file.
struct ScreenPictureTests {
    @Test func `it holds what is on the screen, each word in its place`() throws {
        var grid = CellGrid(size: Size(columns: 12, rows: 2))
        grid.put("a<b ██░ 中x", in: Rect(grid.size), row: 0, Style(.title))
        grid.put("ok", in: Rect(grid.size), row: 1, column: 3, Style(.success, isSelected: true))
        try Snapshot.check(ScreenPicture(grid).svg, named: "picture")
    }

    @Test func `no text can break out of the file`() {
        for bytes in HostileText.samples {
            var grid = CellGrid(size: Size(columns: 40, rows: 1))
            grid.put(
                String(decoding: bytes, as: UTF8.self) + "</svg><script>&", in: Rect(grid.size), row: 0, Style(.text))
            let svg = ScreenPicture(grid).svg
            #expect(!svg.contains("<script") && svg.split(separator: "</svg>").count == 2)
            #expect(!svg.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
        }
    }
}
