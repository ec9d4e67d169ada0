import Dashboard
import SpawnCore

/// Screens that show what a child has written, and know which of their cells may show it.
package struct HostileScreen {
    private var screens: [Screen]

    /// The overview and the page of the task.
    package init() {
        screens = [
            Screen(Size(columns: 120, rows: 20), opens: false), Screen(Size(columns: 60, rows: 15), opens: false),
            Screen(Size(columns: 64, rows: 16), opens: true),
        ]
    }

    /// What is wrong with a screen once a child has written these bytes, a sentence each.
    ///
    /// - Parameters:
    ///   - bytes: What it wrote.
    ///   - split: After how many bytes of it the part that is kept of its beginning ends.
    /// - Returns: Cells that changed and must not have, and cells that cannot be; none when all is well.
    package mutating func complaints(about bytes: [UInt8], splitAt split: Int) -> [String] {
        screens.indices.flatMap { screens[$0].complaints(about: bytes, splitAt: split) }
    }

    private struct Screen {
        private var model: DashboardModel
        private let before: CellGrid
        /// Whether a cell may change, row by row.
        private let isText: [Bool]

        init(_ size: Size, opens: Bool) {
            model = DashboardModel(size: size)
            let task = TaskDescription(id: "1", title: "A task", prompt: "A task", agent: "coder", dependsOn: [])
            let start = AttemptStart(
                number: 1, tryNumber: 1, tryLimit: 1, agent: "coder", tool: "claude", isFallback: false, isProbe: false,
                pid: 1, deadline: .start + .seconds(60))
            let kinds: [SpawnEvent.Kind] = [
                .runStarted(RunDescription(runID: "7f3a91", taskCount: 1, maxConcurrent: 1)),
                .taskAdded(task: 0, task), .attemptStarted(task: 0, start),
            ]
            for kind in kinds { _ = model.update(.event(SpawnEvent(kind, at: .start))) }
            if opens { _ = model.update(.key(.enter)) }
            Self.write([0x78], splitAt: 1, &model)
            before = model.frame()
            isText = opens ? Self.belowTabs(before) : Self.lastColumnAndPane(before, model.layout)
        }

        mutating func complaints(about bytes: [UInt8], splitAt split: Int) -> [String] {
            Self.write(bytes, splitAt: split, &model)
            let after = model.frame()
            let strays = isText.indices.filter { !isText[$0] && after.cells[$0] != before.cells[$0] }
            return after.faults
                + strays.map { "column \($0 % after.size.columns), row \($0 / after.size.columns) changed" }
        }

        private static func write(_ bytes: [UInt8], splitAt split: Int, _ model: inout DashboardModel) {
            let line = String(decoding: bytes, as: UTF8.self)
            let update = OutputUpdate(number: 1, byteCount: bytes.count, line: line)
            let (head, tail) = (Array(bytes.prefix(split)), Array(bytes.dropFirst(split)))
            for case .fetchOutput in model.update(.event(SpawnEvent(.attemptOutput(task: 0, update), at: .start))) {
                let answer = OutputAnswer(stdout: excerpt(bytes), stderr: excerpt(tail + head))
                _ = model.update(.output(OutputSource(task: 0), answer))
            }
        }

        private static func excerpt(_ bytes: [UInt8]) -> OutputExcerpt {
            let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
            return OutputExcerpt(lines, firstLine: 0, lineCount: lines.count, byteCount: bytes.count)
        }

        /// The last column of the table, and the pane but for its title.
        private static func lastColumnAndPane(_ grid: CellGrid, _ layout: Layout) -> [Bool] {
            let heading = Array(grid.glyphRows[layout.table.row])
            let last = heading.indices.dropLast(3).first { heading[$0..<$0 + 4].elementsEqual("LAST") } ?? heading.count
            return cells(grid) { column, row in
                layout.table.contains(column: column, row: row) && row > layout.table.row && column >= last
                    || layout.pane.map { $0.contains(column: column, row: row) && row > $0.row } ?? false
            }
        }

        /// The output on the page of a task, and the line above it with the numbers of bytes.
        private static func belowTabs(_ grid: CellGrid) -> [Bool] {
            let tabs = grid.glyphRows.firstIndex { $0.contains("stdout") } ?? grid.size.rows
            return cells(grid) { _, row in row >= tabs && row < grid.size.rows - 1 }
        }

        private static func cells(_ grid: CellGrid, _ isText: (Int, Int) -> Bool) -> [Bool] {
            (0..<grid.size.rows).flatMap { row in (0..<grid.size.columns).map { isText($0, row) } }
        }
    }
}
