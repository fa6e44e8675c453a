// Operations on a failing disk, and what must survive.

using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace RustKernel.FileSystems.Tests.Crash;

/// <summary>
/// Everything that was synced and not touched since must be kept. Whatever a refused operation touched is as before or after it, or,
/// for a file's bytes, neither, so it does not count.
/// </summary>
internal sealed class FaultRun
{
    private readonly FilesByPath _files;
    private readonly Model _model = new();
    private readonly HashSet<int> _touched = [];
    private readonly HashSet<int> _lost = [];
    private Dictionary<string, Model.Entry> _synced;

    public FaultRun(FilesByPath files)
    {
        _files = files;
        _model.Restore(files.ReadTree().Select((pair, i) => (pair, i)).ToDictionary(
            item => item.pair.Key,
            item => new Model.Entry(-1 - item.i, item.pair.Value)));
        _synced = _model.Snapshot();
    }

    public bool HasStopped => _files.Files.HasStopped;

    /// <summary>The first refusal, in words.</summary>
    public string Problem { get; private set; } = "";

    /// <summary>How many refusals named a file.</summary>
    public int Named { get; private set; }

    public void Do(IEnumerable<Operation> operations, Action<int> before)
    {
        int done = 0;
        foreach (Operation operation in operations)
        {
            before(done++);
            Dictionary<string, Model.Entry> old = _model.Snapshot();
            if (!_model.Apply(operation))
            {
                continue;
            }

            Touch(operation, old);
            ErrorCode error = _files.Do(operation);
            if (error != ErrorCode.None)
            {
                Refused(operation, error);
                _lost.UnionWith(operation.IsSync ? _touched : []);
                _model.Restore(old);
            }
            else if (operation.Kind == OperationKind.Sync)
            {
                _synced = _model.Snapshot();
                _touched.Clear();
            }
        }
    }

    /// <summary>What must be there: everything with the name, the bytes and the kind that it had at the last sync.</summary>
    public Dictionary<string, byte[]?> Kept() => _synced
        .Where(pair => !_touched.Contains(pair.Value.Id) && !_lost.Contains(pair.Value.Id)
            && _model.Entries.TryGetValue(pair.Key, out Model.Entry? now) && now == pair.Value)
        .ToDictionary(pair => pair.Key, pair => pair.Value.Contents);

    private void Refused(Operation operation, ErrorCode error)
    {
        Assert.True(
            error is ErrorCode.DeviceError or ErrorCode.InvalidState or ErrorCode.NoSpace,
            $"{operation}: {error}: {_files.Problem}");
        Assert.True(_files.Problem.Length > 10, $"{operation}: {error} without words");
        Problem = Problem.Length == 0 ? $"{operation}: {_files.Problem}" : Problem;
        string name = operation.Path[(operation.Path.LastIndexOf('/') + 1)..];
        Named += error == ErrorCode.DeviceError && (operation.IsSync ? _files.Problem.Contains("is lost", StringComparison.Ordinal)
            : _files.Problem.Contains(name, StringComparison.Ordinal)) ? 1 : 0;
    }

    private void Touch(Operation operation, Dictionary<string, Model.Entry> old)
    {
        foreach (string path in new[] { operation.Path, operation.Target })
        {
            foreach ((string at, Model.Entry entry) in operation.IsSync ? [] : old.Concat(_model.Entries))
            {
                if (at == path || at.StartsWith(path + "/", StringComparison.Ordinal))
                {
                    _ = _touched.Add(entry.Id);
                }
            }
        }
    }
}
