// What had been done, and the log's contents, at each time.

using System.Collections.Generic;

namespace RustKernel.FileSystems.Tests.Crash;

/// <summary>
/// The trees after each operation, and the log's length before and after it. Tree 0 is the one before the first operation, which is
/// durable; tree k the one after operation k - 1.
/// </summary>
internal sealed class History
{
    private readonly List<(int From, int To, Operation Operation)> _operations = [];

    public History(Dictionary<string, Model.Entry> start) => Trees.Add(start);

    public List<Dictionary<string, Model.Entry>> Trees { get; } = [];

    public void Add(Operation operation, int from, int to, Dictionary<string, Model.Entry> after)
    {
        _operations.Add((from, to, operation));
        Trees.Add(after);
    }

    /// <summary>The oldest tree that a cut at a position of the log may leave.</summary>
    public int Oldest(int position) => OldestOf(position, null, true);

    /// <summary>The oldest tree from which a file's contents may come.</summary>
    public int OldestContents(int position, int id) => OldestOf(position, id, false);

    /// <summary>The newest tree that a cut at a position of the log may leave: that of the current operation.</summary>
    public int Newest(int position)
    {
        int newest = 0;
        for (int i = 0; i < _operations.Count; i++)
        {
            newest = _operations[i].From < position || _operations[i].To <= position ? i + 1 : newest;
        }

        return newest;
    }

    private int OldestOf(int position, int? id, bool anySync)
    {
        int oldest = 0;
        for (int i = 0; i < _operations.Count && _operations[i].To <= position; i++)
        {
            Operation operation = _operations[i].Operation;
            bool counts = operation.Kind == OperationKind.Sync
                || (operation.Kind == OperationKind.SyncFile && (anySync || Trees[i + 1][operation.Path].Id == id));
            oldest = counts ? i + 1 : oldest;
        }

        return oldest;
    }
}
