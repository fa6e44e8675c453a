// Every board of the repository and every target that can be driven.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace RustKernel.Hil.Targets;

/// <summary>
/// Reads boards/*/board.yaml below a repository's root, and */board.yaml below each folder that RK_BOARDS names (separated by
/// colons), for boards that live elsewhere; then the user's rig.yaml, if there is one. Adding a folder
/// adds a board; nothing else changes.
/// </summary>
public sealed class BoardCatalog
{
    private readonly IReadOnlyList<TargetDefinition> _own;

    private BoardCatalog(IReadOnlyList<BoardDefinition> boards, IReadOnlyList<TargetDefinition> own)
    {
        Boards = boards;
        _own = own;
    }

    /// <summary>The boards by name.</summary>
    public IReadOnlyList<BoardDefinition> Boards { get; }

    /// <summary>The targets of all boards, by board, then those of the user's rig.yaml.</summary>
    public IEnumerable<TargetDefinition> Targets => Boards.SelectMany(board => board.Targets).Concat(_own);

    /// <summary>Reads the boards of the repository at <paramref name="root"/>.</summary>
    /// <exception cref="ConfigurationException">A file is wrong, two targets share a name, or there is no board.</exception>
    public static BoardCatalog Load(string root)
    {
        string folder = Path.Combine(root, "boards");
        if (!Directory.Exists(folder))
        {
            throw new ConfigurationException($"{folder} does not exist: rk runs within its repository");
        }

        List<BoardDefinition> boards = [];
        foreach (string board in Folders(folder).Order(StringComparer.Ordinal))
        {
            string file = Path.Combine(board, "board.yaml");
            if (File.Exists(file))
            {
                boards.Add(BoardReader.Read(file, Path.GetFileName(board)));
            }
        }

        BoardCatalog catalog = new(boards, RigReader.Find(root) is { } rig ? RigReader.Read(rig, boards) : []);
        if (boards.GroupBy(board => board.Name).FirstOrDefault(group => group.Count() > 1) is { } same)
        {
            throw new ConfigurationException($"two folders are board {same.Key}: {string.Join(", ", same.Select(board => board.Folder))}");
        }

        if (catalog.Targets.GroupBy(target => target.Name).FirstOrDefault(group => group.Count() > 1) is { } doubled)
        {
            throw new ConfigurationException(
                $"two boards have a target {doubled.Key}: {string.Join(", ", doubled.Select(target => target.Board))}");
        }

        return catalog;
    }

    private static IEnumerable<string> Folders(string own)
    {
        string elsewhere = Environment.GetEnvironmentVariable("RK_BOARDS") ?? "";
        foreach (string folder in elsewhere.Split(':', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!Directory.Exists(folder))
            {
                throw new ConfigurationException($"RK_BOARDS names {folder}, which does not exist");
            }
        }

        return Directory
            .GetDirectories(own)
            .Concat(elsewhere.Split(':', StringSplitOptions.RemoveEmptyEntries).SelectMany(Directory.GetDirectories));
    }

    /// <summary>The target called <paramref name="name"/>.</summary>
    /// <exception cref="ConfigurationException">There is none.</exception>
    public TargetDefinition Target(string name)
        => Targets.FirstOrDefault(target => target.Name == name)
            ?? throw new ConfigurationException($"no target {name}{Suggestion.For(name, [.. Targets.Select(target => target.Name)])}");

    /// <summary>The board called <paramref name="name"/>.</summary>
    /// <exception cref="ConfigurationException">There is none.</exception>
    public BoardDefinition Board(string name)
        => Boards.FirstOrDefault(board => board.Name == name)
            ?? throw new ConfigurationException($"no board {name}{Suggestion.For(name, [.. Boards.Select(board => board.Name)])}");
}
