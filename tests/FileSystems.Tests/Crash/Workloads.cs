// The operations before the power goes. Small sequences over few names find most faults (the bounded black-box method); random
// ones reach what three operations cannot.

using System;
using System.Collections.Generic;
using System.Linq;

namespace RustKernel.FileSystems.Tests.Crash;

/// <summary>Sequences of operations that the model allows.</summary>
internal static class Workloads
{
    private static readonly string[] s_files = ["A/x", "A/y", "B/x", "B/y"];

    /// <summary>The synced contents before each workload: both directories, a file of one block and one of several.</summary>
    public static Operation[] Setup { get; } =
    [
        new(OperationKind.MakeDirectory, "A"),
        new(OperationKind.MakeDirectory, "B"),
        new(OperationKind.Create, "A/x"),
        new(OperationKind.Append, "A/x", Length: 3000, Seed: 11),
        new(OperationKind.Create, "B/y"),
        new(OperationKind.Append, "B/y", Length: 14000, Seed: 12),
    ];

    /// <summary>All sequences of up to <paramref name="longest"/> operations that the model allows; each ends with a sync.</summary>
    public static IEnumerable<Operation[]> Enumerate(int longest)
    {
        Operation[] all = [.. Alphabet()];
        IEnumerable<Operation[]> sequences = [[]];
        for (int length = 1; length <= longest; length++)
        {
            sequences = [.. sequences
                .SelectMany(sequence => all.Select(operation => (Operation[])[.. sequence, operation]))
                .Where(IsAllowed)];
            foreach (Operation[] sequence in sequences)
            {
                yield return [.. sequence, new(OperationKind.Sync, "")];
            }
        }
    }

    /// <summary>
    /// <paramref name="count"/> operations from a seed, after <see cref="Setup"/>; more directories
    /// and sizes than the enumeration has.
    /// </summary>
    public static Operation[] Random(int seed, int count)
    {
        Random random = new(seed);
        Model model = Started();
        List<Operation> operations = [];
        for (int tries = 0; operations.Count < count && tries < 100 * count; tries++)
        {
            Operation operation = Draw(random);
            if (model.Apply(operation))
            {
                operations.Add(operation);
            }
        }

        return [.. operations];
    }

    private static IEnumerable<Operation> Alphabet()
    {
        foreach (string file in s_files)
        {
            yield return new(OperationKind.Create, file);
            yield return new(OperationKind.Write, file, Offset: 1000, Length: 5000, Seed: 1);
            yield return new(OperationKind.Append, file, Length: 4500, Seed: 2);
            yield return new(OperationKind.Truncate, file, Offset: 2000);
            yield return new(OperationKind.Unlink, file);
            yield return new(OperationKind.SyncFile, file);
            foreach (string target in s_files.Where(target => target != file))
            {
                yield return new(OperationKind.Rename, file, target);
            }
        }

        yield return new(OperationKind.MakeDirectory, "A/d");
        yield return new(OperationKind.Rename, "A", "C");
        yield return new(OperationKind.Rename, "A/d", "B/d");
        yield return new(OperationKind.Sync, "");
    }

    private static Operation Draw(Random random)
    {
        string[] directories = ["", "A/", "B/", "A/d/", "B/e/"];
        string Name() => directories[random.Next(directories.Length)] + (char)('u' + random.Next(5));
        string Directory() => new[] { "A", "B", "A/d", "B/e", "C" }[random.Next(5)];
        return random.Next(20) switch
        {
            0 or 1 or 2 => new(OperationKind.Create, Name()),
            3 => new(OperationKind.MakeDirectory, Directory()),
            4 or 5 or 6 => new(
                OperationKind.Write,
                Name(),
                Offset: random.Next(20_000),
                Length: random.Next(1, 12_000),
                Seed: random.Next()),
            7 or 8 or 9 => new(OperationKind.Append, Name(), Length: random.Next(1, 40_000), Seed: random.Next()),
            10 or 11 => new(OperationKind.Truncate, Name(), Offset: random.Next(30_000)),
            12 or 13 => new(OperationKind.Rename, Name(), Name()),
            14 => new(OperationKind.Rename, Directory(), Directory()),
            15 or 16 => new(OperationKind.Unlink, Name()),
            17 => new(OperationKind.RemoveDirectory, Directory()),
            18 => new(OperationKind.SyncFile, Name()),
            _ => new(OperationKind.Sync, ""),
        };
    }

    private static bool IsAllowed(Operation[] sequence)
    {
        Model model = Started();
        return sequence.All(model.Apply);
    }

    private static Model Started()
    {
        Model model = new();
        foreach (Operation operation in Setup)
        {
            _ = model.Apply(operation);
        }

        return model;
    }
}
