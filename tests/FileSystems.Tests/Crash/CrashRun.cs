using System;
using System.Collections.Generic;
using System.Linq;
using RustKernel.Services.FileSystems.Blocks;
using Xunit.Sdk;

namespace RustKernel.FileSystems.Tests.Crash;

/// <summary>
/// Runs workloads on a file system, cuts the power at every point, judges each disk, and fails with words that allow the
/// case to be repeated.
/// </summary>
internal sealed class CrashRun(ITestedFileSystem tested)
{
    /// <summary>How many states were judged.</summary>
    public int Judged { get; private set; }

    /// <summary>The most states of one workload; the others are left out evenly. 0: all of them.</summary>
    public int AtMost { get; init; }

    /// <summary>Does the setup, syncs, does the operations and judges every disk that a cut during them may leave.</summary>
    public void Check(IEnumerable<Operation> setup, IReadOnlyList<Operation> operations, int seed)
    {
        MemoryStore store = tested.Format();
        Model model = new();
        IVolume volume = tested.Mount(store);
        foreach (Operation operation in setup.Append(new(OperationKind.Sync, "")))
        {
            Must(model.Apply(operation), $"the setup has {operation}, which the model refuses");
            operation.Do(volume);
        }

        MemoryStore start = store.Copy();
        RecordingStore recording = new(store);
        History history = Do(recording, model, operations);
        int count = AtMost == 0 ? 0 : States(start, recording.Log, seed).Count();
        int step = AtMost == 0 || count <= AtMost ? 1 : (count + AtMost - 1) / AtMost;
        int skip = new Random(seed).Next(step);
        foreach ((CrashState state, int i) in States(start, recording.Log, seed).Select((state, i) => (state, i)))
        {
            if (i % step == skip)
            {
                Judged++;
                string? finding = Judge(state, history, probes: Judged % 16 == 0);
                Must(finding is null, $"{finding}\n  in the state: {state.What}\n  of: {string.Join("; ", operations)} (seed {seed})");
            }
        }
    }

    private static IEnumerable<CrashState> States(BlockStore start, IReadOnlyList<LogEntry> log, int seed)
        => new CrashStates(start, log, new Random(seed)).All();

    private History Do(RecordingStore recording, Model model, IReadOnlyList<Operation> operations)
    {
        History history = new(model.Snapshot());
        IVolume volume = tested.Mount(recording);
        foreach (Operation operation in operations)
        {
            int from = recording.Log.Count;
            Must(model.Apply(operation), $"the workload has {operation}, which the model refuses");
            operation.Do(volume);
            history.Add(operation, from, recording.Log.Count, model.Snapshot());
        }

        return history;
    }

    // Null when a cut may leave the disk.
    private string? Judge(CrashState state, History history, bool probes)
    {
        string? finding = tested.Judge(state.Store);
        if (finding is not null)
        {
            return finding;
        }

        try
        {
            IVolume volume = tested.Mount(state.Store);
            Dictionary<string, byte[]?> tree = volume.ReadTree();
            finding = new CrashJudge(tested.Guarantee, history).Judge(tree, state);
            return finding ?? (probes ? Probe(volume, state.Store, tree) : null);
        }
        catch (Exception e)
        {
            return $"it cannot be used: {e}";
        }
    }

    // The disk must not only be readable: a new file can be written, and is there after the next mount with everything else.
    private string? Probe(IVolume volume, OverlayStore store, Dictionary<string, byte[]?> tree)
    {
        byte[] bytes = new Operation(OperationKind.Append, "probe", Length: 9000, Seed: 1).Bytes();
        volume.Create("probe");
        volume.Append("probe", bytes);
        volume.Sync();
        Dictionary<string, byte[]?> after = tested.Mount(store).ReadTree();
        tree["probe"] = bytes;
        Dictionary<string, Model.Entry> expected = tree.ToDictionary(pair => pair.Key, pair => new Model.Entry(0, pair.Value));
        return CrashJudge.Difference(after, expected) is string difference
            ? $"after a new file was written and the disk mounted again: {difference}"
            : null;
    }

    private static void Must(bool condition, string words)
    {
        if (!condition)
        {
            throw new XunitException(words);
        }
    }
}
