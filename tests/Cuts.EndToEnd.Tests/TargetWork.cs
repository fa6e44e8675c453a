// What a person does at the prompt, and the possible trees during that.

using System;
using System.Collections.Generic;
using System.Linq;
using RustKernel.FileSystems.Tests.Crash;

namespace RustKernel.Cuts.EndToEnd.Tests;

/// <summary>
/// Commands of the shell in the directory "w" of one mount point. A command is several operations, so several trees occur on the way: a
/// file being copied has every length that is a multiple of a block.
/// </summary>
internal sealed class TargetWork(string mount, Random random)
{
    /// <summary>Names and bytes of the files to copy from.</summary>
    public static IReadOnlyList<(string Name, byte[] Bytes)> Sources { get; } =
        [.. new[] { 700, 5_000, 21_000, 66_000 }.Select((length, i) => ($"S{i}", Bytes(length, i)))];

    private const int Block = 4096;
    private static readonly string[] s_names = ["x", "y", "z.txt", "A-longer-name.data"];
    private const string Folder = "w";
    private readonly List<(int From, int To, bool IsSync, Dictionary<string, Model.Entry> After)> _steps = [];
    private Dictionary<string, Model.Entry> _tree = [];
    private int _lastId;

    /// <summary>The first command.</summary>
    public string Begin => $"mkdir /{mount}/{Folder}";

    /// <summary>The tree after it.</summary>
    public Dictionary<string, Model.Entry> Started => With([], Folder, null);

    /// <summary>The next command; <see cref="Done"/> adds the trees that it leads to.</summary>
    public (string Line, List<Dictionary<string, Model.Entry>> Trees) Next()
    {
        string path = Name();
        string target = Name();
        bool isFile = _tree.GetValueOrDefault(path) is { Contents: not null };
        return random.Next(10) switch
        {
            0 when !_tree.ContainsKey($"{Folder}/d") => ($"mkdir {Shown($"{Folder}/d")}", [With(_tree, $"{Folder}/d", null)]),
            1 or 2 when isFile => ($"rm {Shown(path)}", [Without(_tree, path)]),
            3 or 4 when isFile && path != target => ($"mv {Shown(path)} {Shown(target)}", [Moved(path, target)]),
            5 or 6 => Write(path),
            _ => Copy(path, random.Next(Sources.Count)),
        };
    }

    /// <summary>A command ended: the log's lengths before and after it.</summary>
    public void Done(int from, int to, List<Dictionary<string, Model.Entry>> trees)
    {
        foreach (Dictionary<string, Model.Entry> tree in trees)
        {
            _steps.Add((from, to, false, tree));
            _tree = tree;
        }
    }

    public void Synced(int from, int to) => _steps.Add((from, to, true, _tree));

    /// <summary>
    /// The history in a partition's log; <paramref name="local"/>: positions of the disk's log in the partition's.
    /// </summary>
    public History History(Func<int, int> local)
    {
        History history = new([]);
        foreach ((int from, int to, bool isSync, Dictionary<string, Model.Entry> after) in _steps)
        {
            history.Add(new(isSync ? OperationKind.Sync : OperationKind.Write, ""), local(from), local(to), after);
        }

        return history;
    }

    /// <summary>The part of a volume's contents that this is about.</summary>
    public static Dictionary<string, byte[]?> Ours(Dictionary<string, byte[]?> tree)
        => tree.Where(pair => pair.Key == Folder || pair.Key.StartsWith(Folder + "/", StringComparison.Ordinal)).ToDictionary();

    private static byte[] Bytes(int length, int seed) => new Operation(OperationKind.Append, "", Length: length, Seed: seed).Bytes();

    private static Dictionary<string, Model.Entry> Without(Dictionary<string, Model.Entry> tree, string path)
        => tree.Where(pair => pair.Key != path).ToDictionary();

    private Dictionary<string, Model.Entry> With(Dictionary<string, Model.Entry> tree, string path, byte[]? contents)
        => new(tree) { [path] = new(tree.TryGetValue(path, out Model.Entry? old) ? old.Id : ++_lastId, contents) };

    private Dictionary<string, Model.Entry> Moved(string path, string target)
        => new(Without(_tree, path)) { [target] = _tree[path] };

    private (string Line, List<Dictionary<string, Model.Entry>> Trees) Write(string path)
    {
        string text = $"number {random.Next(1_000_000)}";
        return ($"write {Shown(path)} {text}", Written(path, System.Text.Encoding.ASCII.GetBytes(text + "\n")));
    }

    private (string Line, List<Dictionary<string, Model.Entry>> Trees) Copy(string path, int source)
        => ($"cp /boot/{Sources[source].Name} {Shown(path)}", Written(path, Sources[source].Bytes));

    private List<Dictionary<string, Model.Entry>> Written(string path, byte[] bytes)
    {
        List<Dictionary<string, Model.Entry>> trees = [With(_tree, path, [])];
        for (int end = 0; end < bytes.Length;)
        {
            end = Math.Min(end + Block, bytes.Length);
            trees.Add(With(trees[^1], path, bytes[..end]));
        }

        return trees;
    }

    private string Shown(string path) => $"/{mount}/{path}";

    private string Name()
        => $"{Folder}/{(_tree.ContainsKey($"{Folder}/d") && random.Next(2) == 0 ? "d/" : "")}{s_names[random.Next(s_names.Length)]}";
}
