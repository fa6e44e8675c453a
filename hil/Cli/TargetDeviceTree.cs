// The device tree that an emulated target is started with, where it does not come from the emulator or from a plain file.

using System;
using System.Collections.Generic;
using System.IO;
using RustKernel.Hil.Firmware;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Cli;

/// <summary>
/// Resolves <c>dtb: firmware:NAME</c> (the board's fetched firmware) and <c>dtb: board:FILE</c> (a
/// file of the board's folder; .dts is compiled), and applies the target's
/// overlays as the board's boot firmware would.
/// </summary>
internal static class TargetDeviceTree
{
    private const string FromFirmware = "firmware:";
    private const string FromBoard = "board:";

    /// <summary><paramref name="target"/> with the path of a finished tree.</summary>
    /// <exception cref="FirmwareException">A file is missing or does not compile.</exception>
    public static TargetDefinition Prepare(TargetDefinition target)
    {
        string tree = target.Qemu.Dtb;
        if (tree.StartsWith(FromFirmware, StringComparison.Ordinal))
        {
            tree = Fetched(target, tree[FromFirmware.Length..]);
        }
        else if (tree.StartsWith(FromBoard, StringComparison.Ordinal))
        {
            tree = OfBoard(target, tree[FromBoard.Length..]);
        }

        if (tree.Length > 0 && target.Qemu.Overlays.Count > 0)
        {
            tree = WithOverlays(target, Path.Combine(Repository.Root, tree));
        }

        return target with { Qemu = target.Qemu with { Dtb = tree } };
    }

    private static string Fetched(TargetDefinition target, string name)
        => BoardFirmware.Of(target.Board, target.BoardFolder)?.Require(name)
            ?? throw new ConfigurationException($"target {target.Name} wants {name}, but its board has no firmware/firmware.yaml");

    private static string OfBoard(TargetDefinition target, string name)
    {
        string source = Path.Combine(target.BoardFolder, name);
        if (Path.GetExtension(name) != ".dts")
        {
            return source;
        }

        string tree = Made(target, Path.ChangeExtension(Path.GetFileName(name), ".dtb"));
        DeviceTreeCompiler.Compile(source, tree);
        return tree;
    }

    private static string WithOverlays(TargetDefinition target, string tree)
    {
        List<string> overlays = [];
        foreach (string source in target.Qemu.Overlays)
        {
            overlays.Add(Made(target, Path.ChangeExtension(Path.GetFileName(source), ".dtbo")));
            DeviceTreeCompiler.Compile(Path.Combine(target.BoardFolder, source), overlays[^1]);
        }

        string output = Made(target, $"{target.Name}.dtb");
        DeviceTreeCompiler.Apply(tree, overlays, output);
        return output;
    }

    private static string Made(TargetDefinition target, string name) => Repository.Work(target.Board, "device-tree", name);
}
