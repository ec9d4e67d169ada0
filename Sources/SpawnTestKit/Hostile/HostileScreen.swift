import Dashboard
import SpawnCore

/// Screens that show what a child has written, and know which of their cells may show it.
package struct HostileScreen {
    private var screens: [Screen]
    private let output: HostileOutput

    /// The overview and the page of the task.
    ///
    /// - Throws: When there is no place for a file with output.
    package init() throws {
        output = try HostileOutput()
        screens = [
            Screen(Size(columns: 120, rows: 20), opens: false, output),
            Screen(Size(columns: 60, rows: 15), opens: false, output),
            Screen(Size(columns: 64, rows: 16), opens: true, output),
        ]
    }

    /// What is wrong with a screen once a child has written these bytes, a sentence each.
    ///
    /// - Parameters:
    ///   - bytes: What it wrote.
    ///   - split: After how many bytes of it the file with its output ends; the rest is in memory.
    /// - Returns: Cells that changed and must not have, and cells that cannot be; none when all is well.
    package mutating func complaints(about bytes: [UInt8], splitAt split: Int) -> [String] {
        output.write(bytes, splitAt: split)
        return screens.indices.flatMap { screens[$0].complaints(about: output) }
    }

    private struct Screen {
        private var model: DashboardModel
        private let before: CellGrid
        /// Whether a cell may change, row by row.
        private let isText: [Bool]

        init(_ size: Size, opens: Bool, _ output: HostileOutput) {
            model = DashboardModel(size: size)
            let task = SpawnTask(id: "1", prompt: "A task", agent: "coder")
            let start = AttemptStart(
                number: 1, tryNumber: 1, tryLimit: 1, agent: "coder", tool: "claude", isFallback: false, isProbe: false,
                pid: 1, deadline: .start + .seconds(60))
            let kinds: [SpawnEvent.Kind] = [
                .runStarted(RunDescription(runID: "7f3a91", taskCount: 1, maxConcurrent: 1)),
                .taskAdded(task: 0, task), .attemptStarted(task: 0, start),
            ]
            for kind in kinds { _ = model.update(.event(SpawnEvent(kind, at: .start))) }
            if opens { _ = model.update(.key(.enter)) }
            output.write([0x78], splitAt: 1)
            Self.show(output, &model)
            before = model.frame()
            isText = opens ? Self.belowTabs(before) : Self.lastColumnAndPane(before, model.layout)
        }

        mutating func complaints(about output: HostileOutput) -> [String] {
            Self.show(output, &model)
            let after = model.frame()
            let rows = after.rows(unlike: before)
            return after.faults(inRows: rows) + rows.flatMap { strays(in: after, row: $0) }
        }

        private func strays(in after: CellGrid, row: Int) -> [String] {
            (0..<after.size.columns).filter { column in
                !isText[row * after.size.columns + column] && after[column, row] != before[column, row]
            }
            .map { "column \($0), row \(row) changed" }
        }

        private static func show(_ output: HostileOutput, _ model: inout DashboardModel) {
            let update = OutputUpdate(number: 1, byteCount: output.bytes.count, line: output.line)
            for case .fetchOutput(let question) in model.update(
                .event(SpawnEvent(.attemptOutput(task: 0, update), at: .start)))
            {
                _ = model.update(.output(question.source, output.answer(question)))
            }
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
