package import Dashboard

/// A place to show grids and to read keys from: the terminal, or a fake.
@MainActor
package protocol Screen: AnyObject {
    /// The size as it is now.
    var size: Size { get }
    /// Becomes readable when keys were pressed.
    var inputDescriptor: Int32 { get }
    /// Becomes readable when the size changed, or the program is to stop or goes on; `nil` where that never happens.
    var changeDescriptor: Int32? { get }
    /// Whether what is sent between two marks is shown in one go; set when the terminal has answered that it does.
    var synchronizesOutput: Bool { get set }
    /// Shows a grid; writes only what differs from the one before.
    func present(_ grid: CellGrid)
    /// Reads what was typed, without waiting; `nil` when the terminal is gone.
    func readInput() -> [UInt8]?
    /// Takes over what changed: the size, or the settings that a shell left. The next grid is drawn whole.
    ///
    /// - Returns: True when somebody wants the program to stop as Ctrl-Z does; not while another has the terminal.
    func takeChange() -> Bool
    /// Draws the next grid whole, whatever is on the screen.
    func redraw()
    /// Puts a text into the clipboard of the terminal.
    func copy(_ text: String)
    /// Gives the terminal to another program for a while.
    func lend()
    /// Takes the terminal again after ``lend()``.
    func takeBack()
    /// Gives the terminal back as it was. Calling it again does nothing.
    func restore()
}

/// Why there is no screen.
package struct ScreenError: Error, Equatable, CustomStringConvertible {
    /// One sentence for people.
    package var message: String

    package var description: String { message }
}
